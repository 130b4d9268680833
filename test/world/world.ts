/** AWS as it behaves, in one process and in virtual time. The same seed gives the same world, call for call. */
import type { Client } from '../../src/engine/remediation.ts';
import { Bus } from './bus.ts';
import { Clock } from './clock.ts';
import { DynamoDB } from './dynamodb.ts';
import type { TableShape } from './dynamodb-table.ts';
import { type Chaos, Faults } from './faults.ts';
import { AwsError, type Habitat, type Random, type Service } from './habitat.ts';
import { type Handler, Lambda } from './lambda.ts';
import { borrowHost } from './platform/host-time.ts';
import type { Asked } from './platform/refusals.ts';
import { quiet, WorldRestless } from './platform/rest.ts';
import { seeded } from './random.ts';
import { type Queue, Sqs } from './sqs.ts';
import { type Gateway, type RequestHandler, requestHandler } from './wire.ts';
