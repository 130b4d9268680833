/** The implementations of DynamoDB that enforce transactions, one after the other, with a table of its own for every test. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, describe } from 'vitest';
import { dynamoDBLocal, type Emulator, miniStack } from './emulator.ts';
import { makeTable } from './table.ts';

export interface On {
  readonly client: DynamoDBClient;
  readonly TableName: string;
}

/** Within a test, `on` answers where that test's table is. */
export function onEachDynamoDB(tests: (on: () => On) => void): void {
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
    tests(() => ({ client, TableName: TableName() }));
  });
}
