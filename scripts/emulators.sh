#!/usr/bin/env bash
# Prints the folder of the emulators of AWS: MiniStack (with the translator of SAM templates) and moto, whose botocore brings AWS's own
# service models. Installs them the first time (about 50 s, 350 MB). Apart from the SAM CLI: the two cannot share a botocore.
set -euo pipefail
ministack=1.5.33 moto=5.2.5 translator=1.115.0 regex=2026.11.15
home=${XDG_CACHE_HOME:-$HOME/.cache}/mlwarden/emulators-$ministack-$moto
# The mark is set last: an installation that was interrupted is begun anew.
if [ ! -e "$home/complete" ]; then
  echo "Installing MiniStack $ministack and moto $moto into $home" >&2
  python3 -m venv --clear "$home" >&2
  "$home/bin/pip" install --quiet --disable-pip-version-check \
    "ministack==$ministack" "moto[server]==$moto" "aws-sam-translator==$translator" "regex==$regex" cryptography >&2
  touch "$home/complete"
fi
echo "$home"
