/** One structured log line per record, and one metric line per outcome of a case and for whatever needs a person. */
import { Logger } from '@aws-lambda-powertools/logger';
import type { House } from './engine/house.ts';
import { OUT_OF_TIME } from './engine/plan.ts';

const logger = new Logger({ serviceName: 'mlwarden' });
const LOUD = new Set(['stuck', 'failed']);

/** CloudWatch's embedded metric format. Written raw: the Lambda runtime wraps console output, and CloudWatch would not read it then. */
function metric(name: string, dimensions: Readonly<Record<string, string>>): void {
  const line = {
    _aws: {
      Timestamp: Date.now(),
      CloudWatchMetrics: [{ Namespace: 'mlwarden', Dimensions: [Object.keys(dimensions)], Metrics: [{ Name: name, Unit: 'Count' }] }],
    },
    ...dimensions,
    [name]: 1,
  };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

export const tell: House['tell'] = (entry, resource) => {
  logger.info('record', { record: entry, arn: resource.arn });
  const { outcome, inferred, says } = entry.body;
  // A metric may not be named like its dimension: both are keys of one line.
  if (typeof outcome === 'string') metric('Cases', { Outcome: outcome });
  const left = inferred === true && says !== undefined;
  if (left || entry.type === 'tripped' || (typeof outcome === 'string' && LOUD.has(outcome)))
    metric('NeedsAPerson', { Service: 'mlwarden' });
};

const COUNTED: Readonly<Record<string, string>> = { failed: 'Failed', ignored: 'Ignored' };

export const count: House['count'] = (what, fields) => {
  if (what === 'failed') logger.error('not done', fields);
  else logger.info(what, fields);
  // Told again at every look: the function may have died between writing the record and telling of it.
  const loud = what === 'looked' && LOUD.has(fields.outcome ?? '');
  // What the sweep may not see, nobody will. What it had no time for comes first next time.
  const blind = what === 'swept' && fields.gap !== undefined && fields.gap !== OUT_OF_TIME;
  if (loud || blind) metric('NeedsAPerson', { Service: 'mlwarden' });
  const name = COUNTED[what];
  if (name) metric(name, { Service: 'mlwarden' });
};
