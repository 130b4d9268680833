/** EventBridge: which rules there are. What those of the default bus do is the bus's. */
import type { ListRulesRequest, ListRulesResponse, PutRuleRequest } from '@aws-sdk/client-eventbridge';
import { compile } from '../eventbridge-pattern.ts';
import { service } from './cloudtrail.ts';
import type { Habitat, Service } from './habitat.ts';
import { rule } from './habitat.ts';

rule(
  'eventbridge.list',
  'documented',
  'rules of the bus, by default the default one, whose name begins with NamePrefix, 100 to a page and fewer by Limit, each with its pattern or its schedule',
  'EventBridge API, ListRules',
);
rule('eventbridge.put', 'documented', 'a rule is made, or replaced by its name; the answer is its ARN', 'EventBridge API, PutRule');

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
        ListRules({ NamePrefix = '', EventBusName = 'default', Limit = 100, NextToken = '0' }: ListRulesRequest): ListRulesResponse {
          const all = [...rules.values()].filter((r) => r.EventBusName === EventBusName && r.Name?.startsWith(NamePrefix));
          const next = Number(NextToken) + Limit;
          return { Rules: all.slice(Number(NextToken), next), ...(next < all.length && { NextToken: String(next) }) };
        },
      },
      writes: {
        PutRule({ Name = '', EventPattern = '', EventBusName = 'default' }: PutRuleRequest) {
          compile(JSON.parse(EventPattern));
          const Arn = `arn:aws:events:${habitat.region}:${habitat.account}:rule/${EventBusName}/${Name}`;
          rules.set(Name, { Name, Arn, State: 'ENABLED', EventBusName, EventPattern });
          return { RuleArn: Arn };
        },
      },
    }),
  };
}
