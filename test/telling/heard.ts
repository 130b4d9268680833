/** What is told of stories when they are over: every record as an event of its type, or no news. */
import { expect } from 'vitest';
import type { Played } from '../world/story/play.ts';
import { change, Stage } from './stage.ts';

export class Heard {
  readonly types = new Set<string>();
  /** What people are told about how a resource is used. */
  readonly depends: string[] = [];

  async from({ cases, stage: { told } }: Played): Promise<void> {
    const resources = new Map(told.map(({ entry, resource }) => [entry.key, resource]));
    const stage = new Stage();
    stage.resources = async () => (of) => resources.get(of.key);
    const entries = cases.flatMap((c) => c.entries);
    expect(await stage.shard(entries.map(change))).toBe('done');
    expect(stage.subjects.filter((subject) => subject.includes('cannot be read'))).toEqual([]);
    const outcomes = entries.filter(({ type }) => type === 'outcome').map(({ hash }) => hash);
    expect(stage.events.map(({ detail }) => detail.hash)).toEqual(expect.arrayContaining(outcomes));
    for (const { type, detail } of stage.events) {
      this.types.add(type);
      this.depends.push(...(detail.depends ?? []));
    }
  }
}
