#!/usr/bin/env bash
# Runs bench_kernel.py with Jupyter folders of its own.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/env.sh"
"$here/../../.cache/venv/bin/python" "$here/bench_kernel.py" "$@"
