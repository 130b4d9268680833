/** XML as the AWS Query protocol writes it: members as elements, list items as <member>, times in ISO 8601. */

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\r': '&#xD;' };
const escaped = (text: string): string => text.replace(/[&<>"\r]/g, (c) => ESCAPES[c] ?? c);

/** One element; nothing at all for a member that is not there. */
export function element(name: string, value: unknown): string {
  if (value === undefined || value === null) return '';
  return `<${name}>${content(value)}</${name}>`;
}

function content(value: unknown): string {
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map((item) => element('member', item)).join('');
  if (typeof value === 'object' && value !== null)
    return Object.entries(value)
      .map(([name, member]) => element(name, member))
      .join('');
  return escaped(String(value));
}
