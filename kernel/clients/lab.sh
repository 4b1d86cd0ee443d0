#!/usr/bin/env bash
# Opens JupyterLab on the notebooks with the kernel of this checkout and
# settings of its own; arguments are passed to `jupyter lab`. It takes the
# first free port from 8888 on and prints the address.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
export JUPYTER_CONFIG_DIR=$root/.cache/jupyter/config
export JUPYTER_DATA_DIR=$root/.cache/jupyter/data
export JUPYTERLAB_SETTINGS_DIR=$JUPYTER_CONFIG_DIR/lab/user-settings
export JUPYTERLAB_WORKSPACES_DIR=$JUPYTER_CONFIG_DIR/lab/workspaces
[ "$(id -u)" = 0 ] && set -- --allow-root "$@"
exec "$root/.cache/venv/bin/jupyter-lab" \
	--ServerApp.root_dir="$root/notebooks" \
	--LabApp.default_url=/lab/tree/02-processes.ipynb \
	--LabApp.news_url=None \
	--LabApp.check_for_updates_class=jupyterlab.handlers.announcements.NeverCheckForUpdate \
	"$@"
