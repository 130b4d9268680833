/** A copy of plain data, as JSON would bring it across: what is undefined stays behind. Times stay times. */
export function copy<T>(value: T): T {
  return copied(value) as T;
}

function copied(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Date) return new Date(value.getTime());
  if (Array.isArray(value)) return value.map((item) => (item === undefined ? null : copied(item)));
  if (value instanceof Uint8Array) return value.slice();
  const made: Record<string, unknown> = {};
  for (const key of Object.keys(value)) {
    const member = (value as Record<string, unknown>)[key];
    if (member === undefined) continue;
    if (key === '__proto__')
      Object.defineProperty(made, key, { value: copied(member), enumerable: true, configurable: true, writable: true });
    else made[key] = copied(member);
  }
  return made;
}
