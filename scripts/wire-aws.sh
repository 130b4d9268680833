#!/usr/bin/env bash
# The ledger's contract against DynamoDB itself, and what our model of it assumes. Opt in with MLWARDEN_TEST_AWS=1, MLWARDEN_TEST_AWS_TABLE=<name
# of a table that does not exist> and credentials: the table is made, filled, and deleted; a few thousand requests are paid for. What was seen is
# written to docs/transcripts, dated. A rule of test/world that it shows to hold is `observed` then, no longer `assumed`: change it there.
set -euo pipefail
cd "$(dirname "$0")/.."
table=${MLWARDEN_TEST_AWS_TABLE:-}
if [ "${MLWARDEN_TEST_AWS:-}" != 1 ] || [[ $table != mlwarden-test-* ]]; then
  echo "This asks AWS itself, in your own account. Nothing was done: set MLWARDEN_TEST_AWS=1 and MLWARDEN_TEST_AWS_TABLE=mlwarden-test-<any>." >&2
  exit 1
fi
mkdir -p docs/transcripts
transcript=docs/transcripts/aws-$(date -u +%Y-%m-%dT%H%M%SZ).txt
{
  echo "The ledger's contract against AWS, $(date -u +'%Y-%m-%d %H:%M:%S UTC')"
  echo "Region ${AWS_REGION:-of the profile}, table $table, Node $(node --version), mlwarden $(node -p "require('./package.json').version")"
  echo "@aws-sdk/client-dynamodb $(node -p "require('@aws-sdk/client-dynamodb/package.json').version")"
  NO_COLOR=1 npx vitest run --root test/wire --config vitest.aws.config.ts && ended=0 || ended=$?
  echo "Assumed rules tried: $(grep -o "test('dynamodb-[a-z-]*" test/wire/assumed.ts | cut -d"'" -f2 | paste -sd' '). Those that passed hold on AWS."
  exit "$ended"
} 2>&1 | tee "$transcript"
echo "Written to $transcript"
