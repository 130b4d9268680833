/** The statements of a module, as parts that can be mutated on their own. */
import { readFileSync } from 'node:fs';

export interface Statement {
  readonly part: string;
  readonly lines: number;
}

/** Our formatter sets every statement of a module, and nothing else, at the beginning of a line. */
export function statements(file: string): readonly Statement[] {
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  const starts = lines.flatMap((line, i) => (/^[a-z]/.test(line) ? [i] : []));
  return starts.flatMap((start, i) => {
    if (/^(import|interface|type|export (interface|type))\b/.test(`${lines[start]}`)) return [];
    const end = starts[i + 1] ?? lines.length;
    return [{ part: `${file}:${start + 1}-${end}`, lines: end - start }];
  });
}
