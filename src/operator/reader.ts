/** The reader's door: whoever may invoke it reads. Nobody has to prove who he is, for nothing is done in anybody's name. */
import { orderFrom, replied, sent } from './exchange.ts';
import { OPERATOR, READS } from './functions.ts';
import { type Office, Refused } from './office.ts';
import { reading } from './reading.ts';

const ANYBODY: Office['caller'] = { arn: 'somebody who invoked the function', session: '' };

export const read = async (event: unknown, office: Omit<Office, 'caller'>): Promise<unknown> =>
  sent(
    event,
    await replied(async () => {
      const { verb: name, input } = orderFrom(event);
      const verb = reading.find((v) => v.name === name);
      if (!verb)
        throw new Refused(
          `"${name}" is none of the verbs that only read: ${READS.join(', ')}; ${OPERATOR} has the others (its URL is the stack’s output OperatorUrl).`,
        );
      return await verb.run({ ...office, caller: ANYBODY }, input);
    }),
  );
