#!/usr/bin/env bash
# Are the templates right, within CloudFormation's limits once SAM has made them out, and do they grant then what `npm run check:permissions`
# reads in them? Needs python3; asks nothing of AWS.
set -euo pipefail
cd "$(dirname "$0")/.."
sam=$(scripts/sam-home.sh)
# A Region to look up which properties there are; credentials are never used.
export SAM_CLI_TELEMETRY=0 AWS_DEFAULT_REGION=eu-west-1 PYTHONDONTWRITEBYTECODE=1
built=$(mktemp -d)
trap 'rm -rf "$built"' EXIT
for template in template.yaml stacks/*.yaml; do
  "$sam/bin/sam" validate --lint --template "$template"
done
"$sam/bin/python" scripts/gates.py template.yaml stacks/*.yaml
node scripts/permissions.ts --granted >"$built/granted.json"
"$sam/bin/python" scripts/granted.py "$built/granted.json" template.yaml stacks/*.yaml
# What the runbooks say is built right.
node scripts/built-right.ts "$built"
for template in "$built"/*.yaml; do
  "$sam/bin/sam" validate --lint --template "$template"
done
