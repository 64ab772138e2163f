import { z } from 'zod';
import {
  type Author,
  type ClipSeconds,
  clipSeconds,
  type FrameRange,
  type Label,
  labelsText,
  type Proposal,
  secondsOfRange,
} from '#common/domain/index.ts';
import type { ToolContext } from './tool.ts';

const placed = {
  id: z.string(),
  clip: z.string(),
  code: z.string().describe('What it is counted under.'),
  start: z.int().describe('First frame.'),
  end: z.int().describe('Last frame, included.'),
  startSeconds: z.number().nullable().describe('Null where the clip’s file is missing.'),
  endSeconds: z.number().nullable(),
  labels: z.array(z.object({ group: z.string(), text: z.string() })),
  note: z.string(),
  evidence: z.array(z.int()).describe('Frames that stood before whoever said so.'),
};

export const eventRowSchema = z.object({
  ...placed,
  by: z.string().describe('“person”, or the name of the engine whose proposal a person accepted.'),
});

export const proposalRowSchema = z.object({
  ...placed,
  engine: z.string(),
  trajectory: z.string(),
  doubt: z.number().nullable().describe('0 sure to 1 unsure; null where nothing is known.'),
  status: z.enum(['open', 'accepted', 'rejected']),
});

type Placed = {
  readonly id: string;
  readonly clipId: string;
  readonly range: FrameRange;
  readonly labels: readonly Label[];
  readonly note: string;
  readonly evidence: readonly number[];
};

export const byWords = (by: Author): string => (by.kind === 'person' ? 'person' : by.engine);

/** Gives what events and proposals have in common, with their seconds; each clip is asked once. */
export async function placedRows<Item extends Placed>(
  items: readonly Item[],
  { services, signal }: Pick<ToolContext, 'services' | 'signal'>,
) {
  const times = new Map<string, ClipSeconds | null>();
  for (const clipId of new Set(items.map((item) => item.clipId))) {
    times.set(clipId, await secondsOf(clipId));
  }
  return items.map(({ id, clipId, range, labels, note, evidence }) => {
    const known = times.get(clipId);
    const seconds = known ? secondsOfRange(known, range) : null;
    return {
      id,
      clip: clipId,
      ...range,
      startSeconds: seconds?.start ?? null,
      endSeconds: seconds?.end ?? null,
      labels: labels.map(({ group, text }) => ({ group, text })),
      note,
      evidence: [...evidence],
    };
  });

  /** Null for a clip that cannot be read now: its events are there all the same. */
  async function secondsOf(clipId: string): Promise<ClipSeconds | null> {
    try {
      const info = await services.clips.get(clipId, { signal });
      return clipSeconds(info, await services.clips.frameTimes(clipId, { signal }));
    } catch (error) {
      if (signal.aborted) throw error;
      return null;
    }
  }
}

type Row = Pick<
  z.input<typeof eventRowSchema>,
  'code' | 'start' | 'end' | 'startSeconds' | 'endSeconds' | 'labels' | 'note'
>;

/** `Entry: frames 35–59 (1.167–2.000 s) · Foot: left · by person`. */
export const rowWords = (row: Row, more: string): string =>
  [
    `${row.code}: frames ${row.start}–${row.end}${secondsWords(row)}`,
    ...(row.labels.length > 0 ? [labelsText(row.labels)] : []),
    ...(row.note === '' ? [] : [row.note]),
    more,
  ].join(' · ');

const secondsWords = ({ startSeconds, endSeconds }: Row): string =>
  startSeconds === null || endSeconds === null
    ? ''
    : ` (${startSeconds.toFixed(3)}–${endSeconds.toFixed(3)} s)`;

/** Rows of proposals in the order given. */
export async function proposalRows(
  proposals: readonly Proposal[],
  context: Pick<ToolContext, 'services' | 'signal'>,
): Promise<z.input<typeof proposalRowSchema>[]> {
  const rows = await placedRows(proposals, context);
  return proposals.flatMap(({ codeName, doubt, engine, status, trajectoryId }, place) => {
    const row = rows[place];
    return row ? [{ ...row, code: codeName, engine, trajectory: trajectoryId, doubt, status }] : [];
  });
}

export const proposalWords = (row: z.input<typeof proposalRowSchema>): string =>
  rowWords(row, `${row.status}, by ${row.engine}, id ${row.id}`);
