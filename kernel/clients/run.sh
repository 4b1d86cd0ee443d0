#!/usr/bin/env bash
# Runs the client tests against the kernel in .cache/venv; arguments go to
# pytest, and then the browser test is left out. Everything was set up by
# setup.sh before.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
cache=$root/.cache
. "$here/env.sh"

"$cache/venv/bin/python" -m pytest -q -p no:cacheprovider --durations=5 "$here" "$@"
[ $# -eq 0 ] || exit 0

if [ -s "$cache/node/browser" ] && [ -d "$cache/node/node_modules/playwright-core" ]; then
	PATH=$(cat "$cache/node/path"):$PATH node "$here/browser.mjs"
elif [ "${CI:-}" = true ]; then
	echo "no browser: the tests in JupyterLab did not run" >&2
	exit 1
else
	echo "skipped: the tests in JupyterLab (no browser)"
fi
