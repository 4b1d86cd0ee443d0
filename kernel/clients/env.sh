# Sourced by the scripts here: Jupyter with folders of its own, below $home,
# which is deleted when the script ends, and nothing of the user's settings.
for name in $(compgen -e | grep -E '^(JUPYTER|JPY)_|^JUPYTERLAB_' || true); do unset "$name"; done
home=$(mktemp -d /tmp/spawnlab.XXXXXX) # short: a unix socket's path holds 107 bytes
trap 'rm -rf "$home"' EXIT
export JUPYTER_CONFIG_DIR=$home/config JUPYTER_DATA_DIR=$home/data JUPYTER_RUNTIME_DIR=$home/run
export IPYTHONDIR=$home/ipython XDG_DATA_HOME=$home/share
export JUPYTERLAB_SETTINGS_DIR=$home/lab/settings JUPYTERLAB_WORKSPACES_DIR=$home/lab/workspaces
export PYTHONDONTWRITEBYTECODE=1
