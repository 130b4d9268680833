/** SDK shapes as AWS writes them in events: other names, other times. */
type OnDate = (date: Date) => unknown;

/** `NotebookInstanceName` becomes `notebookInstanceName`. */
export const lowerCamel = (value: unknown, date: OnDate): unknown =>
  // A key with a colon is a resource type (`AWS::EC2::Instance`).
  reshape(value, (key) => (key.includes(':') ? key : key.charAt(0).toLowerCase() + key.slice(1)), date);

/** Names as they are, times as epoch milliseconds. */
export const epochMs = (value: unknown): unknown =>
  reshape(
    value,
    (key) => key,
    (date) => date.getTime(),
  );

function reshape(value: unknown, name: (key: string) => string, date: OnDate): unknown {
  if (value instanceof Date) return date(value);
  if (Array.isArray(value)) return value.map((item) => reshape(item, name, date));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== undefined)
      // The keys of Environment are the customer's own.
      .map(([key, member]) => [name(key), key === 'Environment' ? member : reshape(member, name, date)]),
  );
}
