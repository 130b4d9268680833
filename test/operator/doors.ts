/** The operator's and the reader's functions as they stand in the model of AWS. */
import { handler as operator } from '../../src/handlers/operator.ts';
import { handler as reader } from '../../src/handlers/reader.ts';
import type { World } from '../world/world.ts';

const DOORS = { operator, reader };

export async function invokedBy(world: World, FunctionName: string, event: unknown, ms = 60_000): Promise<unknown> {
  const name = FunctionName.replace('mlwarden-', '') as keyof typeof DOORS;
  const answered = world.lambda.invoke({ name, role: world.roleOf(name), handler: DOORS[name], event });
  await world.run(new Date(world.clock.now() + ms));
  return await answered;
}
