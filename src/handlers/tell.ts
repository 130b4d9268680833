/** What the ledger's stream brings is told, on our own bus and to people. Nothing that repairs waits for it. */
import type { DynamoDBStreamEvent } from 'aws-lambda';
import { count } from '../log.ts';
import { outside } from '../telling/aws.ts';
import { teller } from '../telling/teller.ts';

const { AWS_REGION: region = '', TABLE: table = '', BUS: bus = '', TOPIC: topic = '' } = process.env;
const tell = teller({ ...outside({ region, table, bus, topic }), now: Date.now, count });

export const handler = (event: DynamoDBStreamEvent) => tell(event);
