#!/usr/bin/env bash
# The ledger's contract against DynamoDB itself, and what our model of it assumes. Opt in with MLWARDEN_TEST_AWS=1, MLWARDEN_TEST_AWS_TABLE=<name
# of a table that does not exist> and credentials: the table is made, filled, and deleted; a few thousand requests are paid for. What was seen is
# written to docs/transcripts, dated: for people (.txt), and for the model (.json), which takes a rule that held there for observed.
set -euo pipefail
cd "$(dirname "$0")/.."
table=${MLWARDEN_TEST_AWS_TABLE:-}
if [ "${MLWARDEN_TEST_AWS:-}" != 1 ] || [[ $table != mlwarden-test-* ]]; then
  echo "This asks AWS itself, in your own account. Nothing was done: set MLWARDEN_TEST_AWS=1 and MLWARDEN_TEST_AWS_TABLE=mlwarden-test-<any>." >&2
  exit 1
fi
mkdir -p docs/transcripts
run=docs/transcripts/aws-$(date -u +%Y-%m-%dT%H%M%SZ)
export MLWARDEN_TEST_AWS_SEEN=$PWD/$run.json
{
  echo "The ledger's contract against AWS, $(date -u +'%Y-%m-%d %H:%M:%S UTC')"
  echo "Region ${AWS_REGION:-of the profile}, table $table, Node $(node --version), mlwarden $(node -p "require('./package.json').version")"
  echo "@aws-sdk/client-dynamodb $(node -p "require('@aws-sdk/client-dynamodb/package.json').version")"
  NO_COLOR=1 npx vitest run --root test/wire --config vitest.aws.config.ts && ended=0 || ended=$?
  echo "Of the rules that the model assumes:"
  cat "$run.json" || echo "nothing was seen."
  exit "$ended"
} 2>&1 | tee "$run.txt"
echo "Written to $run.txt. With $run.json committed, the model assumes less: \`npm test\` asks for the new number in README.md."
