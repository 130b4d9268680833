#!/usr/bin/env bash
# Prints the folder of the peer that `npm run bench` runs beside us: Cloud Custodian (Apache-2.0), as its users install it. Installs it the
# first time (about 15 s, 130 MB). Apart from the emulators: moto needs another botocore.
set -euo pipefail
version=0.9.53 boto3=1.43.103 botocore=1.43.127
home=${XDG_CACHE_HOME:-$HOME/.cache}/mlwarden/c7n-$version
# The mark is set last: an installation that was interrupted is begun anew.
if [ ! -e "$home/complete" ]; then
  echo "Installing c7n $version into $home" >&2
  python3 -m venv --clear "$home" >&2
  "$home/bin/pip" install --quiet --disable-pip-version-check "c7n==$version" "boto3==$boto3" "botocore==$botocore" >&2
  touch "$home/complete"
fi
echo "$home"
