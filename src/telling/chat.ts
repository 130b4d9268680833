/**
 * A message as Amazon Q Developer in chat applications (once AWS Chatbot) takes it for Slack and Teams: its guide, "Custom notifications",
 * event schema. Lists are the one form that both render alike. The guide names no lengths, so all is kept short.
 */
import { digest } from '../ledger/chain.ts';
import type { Command } from './commands.ts';
import { code, cut, plain } from './escape.ts';
import type { Message } from './message.ts';

const LISTED = 10;
const LONGEST = 300;
/** For what is read to its end. Slack shows 3,000 characters in one piece (docs.slack.dev, "Section block"). */
const LONG = 1600;

const step = ({ label, words }: Command): string => `${label}: ${code(words.join(' '))}`;

function description({ title, severity, facts, cases }: Message): string {
  const over = cases.length - LISTED;
  return [
    `Severity ${severity}. Right is: ${code(cut(title, LONGEST))}`,
    ...facts.map(({ label, text, long }) => `- ${label}: ${code(cut(text, long ? LONG : LONGEST))}`),
    ...cases.slice(0, LISTED).map(({ name, says, more }) => `- ${code(cut(name, 100))} ${code([says, more].filter(Boolean).join('; '))}`),
    ...(over > 0 ? [`- and ${over} more`] : []),
  ].join('\n');
}

export function chat(m: Message): string {
  return JSON.stringify({
    version: '1.0',
    source: 'custom',
    content: {
      textType: 'client-markdown',
      title: `mlwarden: ${m.headline}`,
      description: description(m),
      nextSteps: [...m.commands.map(step), `Runbook: ${code(m.runbook)}`],
      keywords: [m.violation, m.state, m.severity],
    },
    metadata: {
      // What is told of a case stands in one thread.
      threadId: digest(m.about),
      summary: m.headline,
      eventType: `mlwarden-${m.state}`,
      relatedResources: m.arns.filter(plain).slice(0, LISTED),
    },
  });
}
