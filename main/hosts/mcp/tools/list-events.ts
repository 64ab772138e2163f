import { z } from 'zod';
import { codesInOrder, DeepSportError, type ProjectEvent } from '#common/domain/index.ts';
import { clipArgument, clipOf } from '../arguments.ts';
import { byWords, eventRowSchema, placedRows, rowWords } from '../record-rows.ts';
import { defineTool, type ToolContext } from '../tool.ts';

export const listEvents = defineTool({
  name: 'list_events',
  title: 'List the events',
  description:
    'Events of the project: ranges of frames that a person tagged or accepted, with code, labels and note. Proposals that nobody has accepted yet are in list_proposals.',
  input: z.strictObject({
    clip: clipArgument.optional(),
    code: z.string().min(1).max(120).optional().describe('Only events of this code.'),
    limit: z.int().min(1).max(2000).default(200),
  }),
  output: z.object({
    codes: z.array(z.string()).describe('All codes of the project, in their order.'),
    count: z.int().describe('How many there are; more than events where limit was reached.'),
    events: z.array(eventRowSchema),
  }),
  effect: 'reads',
  async run({ clip: wanted, code, limit }, context) {
    const { items } = context.services.project.snapshot();
    const clip = wanted === undefined ? undefined : await clipOf(wanted, context);
    const codes = codesInOrder(items.filter((item) => item.kind === 'code'));
    const named = codes.find(({ name }) => name === code);
    if (code !== undefined && !named) throw noCode(code, codes);
    const found = items
      .filter((item) => item.kind === 'event')
      .filter(({ clipId }) => clip === undefined || clipId === clip.id)
      .filter(({ codeId }) => named === undefined || codeId === named.id)
      .sort((a, b) => a.clipId.localeCompare(b.clipId) || a.range.start - b.range.start);
    const codeNames = new Map(codes.map(({ id, name }) => [id, name]));
    const events = await eventRows(found.slice(0, limit), codeNames, context);
    const words = events.map((row) => rowWords(row, `by ${row.by}`));
    const left = found.length - events.length;
    return {
      data: { codes: codes.map(({ name }) => name), count: found.length, events },
      content: [
        found.length === 0 ? 'No events.' : `${found.length} events.`,
        ...words,
        ...(left > 0 ? [`${left} more: ask with a higher limit, a clip or a code.`] : []),
      ].join('\n'),
    };
  },
});

async function eventRows(
  events: readonly ProjectEvent[],
  codeNames: ReadonlyMap<string, string>,
  context: Pick<ToolContext, 'services' | 'signal'>,
) {
  const rows = await placedRows(events, context);
  return events.flatMap(({ by, codeId }, place) => {
    const row = rows[place];
    return row ? [{ ...row, code: codeNames.get(codeId) ?? codeId, by: byWords(by) }] : [];
  });
}

const noCode = (code: string, codes: readonly { readonly name: string }[]): DeepSportError =>
  new DeepSportError(
    'NOT_FOUND',
    codes.length === 0
      ? 'The project has no codes yet.'
      : `The project has no code “${code}”: its codes are ${codes.map(({ name }) => name).join(', ')}.`,
    { code },
  );
