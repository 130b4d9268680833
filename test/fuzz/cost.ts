/** What a step costs, in multiples of what it costs to parse its input: the same on a slow machine as on a fast one. */

export class TooDear extends Error {
  override name = 'TooDear';
}

function once(step: () => void): number {
  const began = performance.now();
  step();
  return performance.now() - began;
}
/** The machine's own pauses only ever make a step slower: the fastest of several tries is what it costs. */
function best(tries: number, step: () => void): number {
  let least = once(step);
  for (let n = 1; n < tries; n++) least = Math.min(least, once(step));
  return least;
}
/** Below this many milliseconds there is nothing to compare. */
const NOTHING = 5;

/** Throws `TooDear` where `step` takes more than `most` times as long as parsing `text` does. A suspicion is measured anew, ten times. */
export function worth(text: string, most: number, step: () => void): void {
  const parse = () => void JSON.parse(text);
  const dear = (took: number, parsed: number) => took > NOTHING + most * parsed;
  if (!dear(once(step), once(parse))) return;
  const [took, parsed] = [best(10, step), best(10, parse)];
  if (dear(took, parsed))
    throw new TooDear(`${took.toFixed(2)} ms, and ${parsed.toFixed(2)} ms to parse the same ${text.length} characters`);
}
