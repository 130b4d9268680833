/** The house as it stands in Lambda, built once per sandbox. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { reader } from './aws.ts';
import type { House } from './engine/house.ts';
import { handle } from './engine/lambda.ts';
import type { AnyRemediation } from './engine/remediation.ts';
import { blankLedger } from './ledger/blank.ts';
import { dynamoLedger } from './ledger/dynamodb.ts';
import { furnished, setting, site, wait } from './site.ts';

let built: { readonly of: Partial<House>; readonly house: House } | undefined;

function build(event: unknown): House {
  const given = furnished();
  const here = site();
  // By hand on one's own machine (`sam local invoke`): no ledger to share and no queue, so nothing may be changed.
  if (process.env.AWS_SAM_LOCAL) {
    const { again: _, ...alone } = here;
    return { ...alone, home: homeOf(event, here.home), cap: 'observe', ledger: blankLedger, ...given };
  }
  const client = () => reader(DynamoDBClient, { region: setting('AWS_REGION') });
  const ledger = given.ledger ?? dynamoLedger({ client: client(), table: setting('TABLE'), now: here.clock.now, pause: wait });
  return { ...here, ledger };
}

/** The SAM CLI gives the template an account id of its own making, so on one's own machine the event's place is home. */
function homeOf(event: unknown, otherwise: House['home']): House['home'] {
  const { account, region } = (event ?? {}) as { account?: unknown; region?: unknown };
  return typeof account === 'string' && typeof region === 'string' ? { account, region } : otherwise;
}

/** `event` is what the first invocation was given. */
export function house(event?: unknown): House {
  const of = furnished();
  if (built?.of !== of) built = { of, house: build(event) };
  return built.house;
}
export const lambda = (remediation: AnyRemediation) => handle(remediation, house);
