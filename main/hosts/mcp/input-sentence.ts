import type { z } from 'zod';

/** What is wrong with a tool's arguments, in one sentence for whoever wrote them. */
export function inputSentence(
  tool: string,
  issue: z.core.$ZodIssue | undefined,
  names: readonly string[],
): string {
  if (!issue) return `The arguments of ${tool} are not usable.`;
  // A schema's own sentence is written for people.
  if (/^[A-Z].*\.$/su.test(issue.message)) return issue.message;
  const place = issue.path.map(String).join('.');
  if (issue.code === 'unrecognized_keys') {
    const unknown = issue.keys.map((key) => `“${key}”`).join(', ');
    const inside = place === '' ? '' : ` in “${place}”`;
    const known = place === '' ? `: its arguments are ${names.join(', ') || 'none'}` : '';
    return `${tool} knows no argument ${unknown}${inside}${known}.`;
  }
  if (place === '') return `The arguments of ${tool} are not an object with ${names.join(', ')}.`;
  const isMissing = issue.code === 'invalid_type' && /received undefined/.test(issue.message);
  if (isMissing) return `${tool} needs the argument “${place}”.`;
  return `The argument “${place}” of ${tool} is not usable: ${lowered(issue.message)}.`;
}

const lowered = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1).replace(/\.$/, '');
