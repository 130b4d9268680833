#!/usr/bin/env bash
# Prints the folder of AWS's own runtime client for Node. Installs it the first time: half a minute of compiling, needs cmake, make and g++.
set -euo pipefail
version=4.0.2
home=${XDG_CACHE_HOME:-$HOME/.cache}/mlwarden/ric-$version
# The mark is set last: an installation that was interrupted is begun anew.
if [ ! -e "$home/complete" ]; then
  echo "Installing aws-lambda-ric $version into $home" >&2
  rm -rf "$home"
  mkdir -p "$home"
  # Node's headers: those beside the host's node where there are any, else npm fetches them.
  prefix=$(dirname "$(dirname "$(readlink -f "$(command -v node)")")")
  [ -d "$prefix/include/node" ] && export npm_config_nodedir=$prefix
  (cd "$home" && echo '{ "private": true, "allowScripts": { "aws-lambda-ric": true } }' >package.json && npm install --no-audit --no-fund "aws-lambda-ric@$version" >install.log 2>&1) ||
    { tail -20 "$home/install.log" >&2; exit 1; }
  touch "$home/complete"
fi
echo "$home"
