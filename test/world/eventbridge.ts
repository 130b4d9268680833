/** EventBridge: which rules there are on the default bus. What they do is the bus's. */
import type { ListRulesRequest, ListRulesResponse } from '@aws-sdk/client-eventbridge';
import { service } from './cloudtrail.ts';
import type { Habitat, Service } from './habitat.ts';
import { rule } from './habitat.ts';

rule(
  'eventbridge.list',
  'documented',
  'rules of the default bus whose name begins with NamePrefix, 100 to a page and fewer by Limit, each with its pattern or its schedule',
  'EventBridge API, ListRules',
);

export interface EventBridge extends Service {
  place(rule: { Name: string; EventPattern?: object; ScheduleExpression?: string }): void;
}

export function eventBridge(habitat: Habitat): EventBridge {
  const rules = new Map<string, NonNullable<ListRulesResponse['Rules']>[number]>();
  return {
    place({ Name, EventPattern, ...more }) {
      const Arn = `arn:aws:events:${habitat.region}:${habitat.account}:rule/${Name}`;
      const pattern = EventPattern && { EventPattern: JSON.stringify(EventPattern) };
      rules.set(Name, { Name, Arn, State: 'ENABLED', EventBusName: 'default', ...more, ...pattern });
    },
    ...service(habitat, 'events', {
      reads: {
        ListRules({ NamePrefix = '', Limit = 100, NextToken = '0' }: ListRulesRequest): ListRulesResponse {
          const all = [...rules.values()].filter(({ Name = '' }) => Name.startsWith(NamePrefix));
          const next = Number(NextToken) + Limit;
          return { Rules: all.slice(Number(NextToken), next), ...(next < all.length && { NextToken: String(next) }) };
        },
      },
      writes: {},
    }),
  };
}
