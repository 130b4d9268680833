/** The parts of template.yaml that follow from which families there are. They stand between markers; all else is written by hand. */
import type { AnyRemediation, Json } from '../../src/engine/remediation.ts';
import { ref, stringifyTemplate } from '../cloudformation.ts';
import { runbooks } from './runbooks.ts';
import { byFamily, pascal } from './scan.ts';

const SHARED = {
  Mode: ref('Mode'),
  Table: ref('Ledger'),
  Boundary: ref('Boundary'),
  AlarmTopic: ref('AlarmTopic'),
  LogRetentionDays: ref('LogRetentionDays'),
};

export function frameParts(all: readonly AnyRemediation[]): { readonly [part: string]: string } {
  const families = [...byFamily(all).keys()].map((family) => ({ family, id: pascal(family) }));
  const each = (entry: (of: { family: string; id: string }) => [string, Json]) => Object.fromEntries(families.map(entry));
  const parameters = each(({ family, id }) => [
    `Family${id}`,
    { Type: 'String', AllowedValues: ['on', 'off'], Default: 'on', Description: `The family ${family}` },
  ]);
  const conditions = each(({ id }) => [`With${id}`, { 'Fn::Equals': [ref(`Family${id}`), 'on'] }]);
  const applications = each(({ family, id }) => [
    id,
    {
      Type: 'AWS::Serverless::Application',
      Condition: `With${id}`,
      Properties: { Location: `stacks/${family}.yaml`, Parameters: SHARED, Tags: { service: 'mlwarden' } },
    },
  ]);
  const on = families.map(({ family, id }) => ({ 'Fn::If': [`With${id}`, family, ''] }));
  return {
    parameters: indented(parameters, 2),
    conditions: indented(conditions, 2),
    families: indented(applications, 2),
    runbooks: indented(runbooks(), 2),
    'families that are on': indented({ FAMILIES: { 'Fn::Join': [' ', on] } }, 10),
  };
}

const indented = (value: Json, by: number): string => stringifyTemplate(value).trimEnd().replaceAll(/^/gm, ' '.repeat(by));
