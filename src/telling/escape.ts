/** Names, reasons and texts of AWS are worded by strangers. They stay on their line and are seen for what they are, wherever they are shown. */

/** Controls, direction marks, half characters and all else that has no look of its own become visible. */
export const visible = (text: string): string =>
  text.replace(/\s+/g, ' ').replace(/[\p{C}\p{Zl}\p{Zp}]/gu, (c) => `\\u{${(c.codePointAt(0) ?? 0).toString(16)}}`);

/**
 * As code within the markdown of Slack and of Teams: neither looks for emphasis, links or mentions there. Slack still reads `<`, `>` and `&`
 * (api.slack.com, "Escaping text"), and Teams would show its way of escaping them as it stands, so they are shown by their look-alikes.
 */
export const code = (text: string): string => {
  const said = visible(text).trim().replaceAll('`', "'").replaceAll('<', '‹').replaceAll('>', '›').replaceAll('&', '＆');
  return `\`${said || '-'}\``;
};

export const cut = (text: string, longest: number): string => {
  const characters = [...text];
  return characters.length > longest ? `${characters.slice(0, longest - 1).join('')}…` : text;
};

/** True of what a shell takes as one plain word. */
export const plain = (word: string): boolean => /^[\w+=,.@:/#-]+$/.test(word);
