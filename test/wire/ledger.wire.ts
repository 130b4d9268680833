import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, describe } from 'vitest';
import { ledgerContract } from '../ledger/contract.ts';
import { deskContract } from '../ledger/desk-contract.ts';
import { assumedRules } from './assumed.ts';
import { crowdContract } from './crowd.ts';
import { dynamoDBLocal, type Emulator, miniStack } from './emulator.ts';
import { benchOn, makeTable } from './table.ts';

describe.each([
  ['MiniStack', miniStack],
  ['DynamoDB Local', dynamoDBLocal],
])('%s', (_, begin) => {
  let emulator: Emulator;
  let client: DynamoDBClient;
  let tables = 0;
  const TableName = () => `mlwarden-test-${tables}`;
  beforeAll(async () => {
    emulator = await begin();
    // As the house makes it: three attempts.
    client = new DynamoDBClient({ ...emulator.config, maxAttempts: 3 });
  });
  afterAll(() => emulator.stop());
  beforeEach(async () => {
    tables++;
    await makeTable(client, TableName());
  });

  const bench = () => benchOn(client, TableName());
  ledgerContract('the ledger', bench);
  deskContract('the desk', bench);
  crowdContract('the ledger', bench, () => client);
  assumedRules(() => ({ client, TableName: TableName() }));
});
