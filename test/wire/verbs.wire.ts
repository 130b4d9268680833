/** The operator's verbs, on the street of lamps whose ledger is a real table. */
import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { verbsContract } from '../operator/contract.ts';
import { Counter } from '../operator/desk.ts';
import { onEachDynamoDB } from './dynamodbs.ts';
import { benchOn } from './table.ts';

onEachDynamoDB((on) => {
  verbsContract('verbs', (p) => {
    const { client, TableName } = on();
    const all = async () => (await client.send(new ScanCommand({ TableName, ConsistentRead: true }))).Items;
    return new Counter(p, (now) => ({ ...benchOn(client, TableName, now), all }));
  });
});
