import { ledgerContract } from '../ledger/contract.ts';
import { deskContract } from '../ledger/desk-contract.ts';
import { assumedRules } from './assumed.ts';
import { crowdContract } from './crowd.ts';
import { onEachDynamoDB } from './dynamodbs.ts';
import { benchOn } from './table.ts';

onEachDynamoDB((on) => {
  const bench = () => benchOn(on().client, on().TableName);
  ledgerContract('the ledger', bench);
  deskContract('the desk', bench);
  crowdContract('the ledger', bench, () => on().client);
  assumedRules(on);
});
