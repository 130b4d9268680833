/** What is lost with an endpoint, and what is not. */
import type { Ctx, Resource, Step } from '../engine/remediation.ts';
import type { EndpointState, EndpointTable } from './endpoint.ts';
import { age, deletion } from './newborn.ts';

/** The step that deletes an endpoint: nothing answers under its name any more. Its configuration stays and the rest is on record, but tags and scaling. */
export function deleted(
  state: EndpointState,
  { name }: Resource,
  ctx: Ctx<{ readonly newborn: number }>,
): Step<EndpointState, Pick<EndpointTable, 'DeleteEndpoint'>> {
  const variants = Object.entries(state.variants).map(
    ([variant, v]) => `${variant}: ${v.instances ?? '-'} instances, weight ${v.weight ?? '-'}`,
  );
  const rollout = state.deployment ? ` and deployment configuration ${JSON.stringify(state.deployment)}` : '';
  return {
    do: 'step',
    call: { api: 'DeleteEndpoint', input: { EndpointName: name } },
    effect: deletion(state.created, ctx),
    expect: 'gone',
    loses:
      `an endpoint that is ${age(state.created, ctx.now)} old: nothing answers under its name until it is created again from ` +
      `configuration ${state.configName}, which stays (${variants.join('; ')})${rollout}; its tags and scaling targets go with it`,
  };
}
