#!/usr/bin/env bash
# Are the templates right, and within CloudFormation's limits once SAM has made them out? Needs python3; asks nothing of AWS.
set -euo pipefail
cd "$(dirname "$0")/.."
sam=$(scripts/sam-home.sh)
# A Region to look up which properties there are; credentials are never used.
export SAM_CLI_TELEMETRY=0 AWS_DEFAULT_REGION=eu-west-1
for template in template.yaml stacks/*.yaml; do
  "$sam/bin/sam" validate --lint --template "$template"
done
"$sam/bin/python" scripts/gates.py template.yaml stacks/*.yaml
# What the runbooks say is built right.
built=$(mktemp -d)
trap 'rm -rf "$built"' EXIT
node scripts/built-right.ts "$built"
for template in "$built"/*.yaml; do
  "$sam/bin/sam" validate --lint --template "$template"
done
