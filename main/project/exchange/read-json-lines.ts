import { z } from 'zod';
import { authorSchema } from '#common/contract/index.ts';
import type { TextSource } from './decode-text.ts';
import {
  type FoundCode,
  type FoundEvent,
  type FoundEvents,
  type FoundTime,
  fitting,
  mostEvents,
  tooManyEvents,
} from './found-event.ts';
import { readTime } from './read-time.ts';

const longestLine = 8 * 2 ** 20;
const time = z.union([z.number(), z.string()]).optional();
const label = z.union([
  z.object({ group: z.string().catch(''), text: z.string() }),
  z.string().transform((text) => ({ group: '', text })),
]);

/** Our own lines, and those of others that say as much by other words. */
const eventLine = z.object({
  type: z.string().optional(),
  clip: z.string().catch(''),
  code: z.string().optional(),
  name: z.string().optional(),
  label: z.string().optional(),
  range: z
    .object({ start: z.int().min(0), end: z.int().min(0) })
    .optional()
    .catch(undefined),
  startSeconds: time,
  endSeconds: time,
  start: time,
  end: time,
  labels: z.array(label).catch([]),
  note: z.string().catch(''),
  by: authorSchema.nullable().catch(null),
  evidence: z.array(z.number()).catch([]),
});
const codeLine = z.object({
  name: z.string(),
  colour: z.string().regex(/^#[0-9a-f]{6}$/i),
  role: z.enum(['event', 'phase']).optional().catch(undefined),
});

/** JSON lines: one event a line. A line that cannot be read costs only itself. */
export async function readJsonLines({
  pieces,
  remarks: encodingRemarks,
}: TextSource): Promise<FoundEvents & { readonly isEvents: boolean }> {
  const events: FoundEvent[] = [];
  const codes: FoundCode[] = [];
  const counts = { unreadable: 0, trajectories: 0, unknown: 0 };
  const remarks: string[] = [];
  let isEvents = false;

  const take = (line: string) => {
    if (line.trim() === '') return;
    const value = parsed(line);
    if (typeof value !== 'object' || value === null) {
      counts.unreadable += 1;
      return;
    }
    const type = 'type' in value ? value.type : undefined;
    if (type === 'deepsport-events') isEvents = true;
    else if (type === 'trajectory') counts.trajectories += 1;
    else if (type === 'code') {
      const code = codeLine.safeParse(value);
      if (code.success && codes.length < 10_000) codes.push(code.data);
    } else if (type === 'event' || type === undefined) {
      const line = eventLine.safeParse(value);
      const event = line.success ? eventOf(line.data) : null;
      if (event && (event.start !== null || event.codeName !== '')) events.push(event);
      else counts.unreadable += 1;
    } else if (type !== 'clip' && type !== 'track') counts.unknown += 1;
  };

  let rest = '';
  for await (const piece of pieces) {
    const lines = (rest + piece).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > longestLine) {
      remarks.push('A line is longer than 8 MB: what comes after it was not read.');
      rest = '';
      break;
    }
    for (const line of lines) if (events.length < mostEvents) take(line);
    if (events.length >= mostEvents) break;
  }
  if (events.length >= mostEvents) remarks.push(tooManyEvents);
  else take(rest);
  if (counts.unreadable > 0)
    remarks.push(`Lines that hold no event: ${counts.unreadable}. They are left out.`);
  if (counts.trajectories > 0) {
    remarks.push(`Questions are not read back from a file of events: ${counts.trajectories} are left out.`);
  }
  return {
    format: 'jsonl',
    events,
    codes,
    remarks: [...encodingRemarks, ...remarks],
    isEvents: isEvents || events.length > 0,
  };
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function eventOf(line: z.output<typeof eventLine>): FoundEvent {
  const frames = line.range;
  const timeOf = (value: string | number | undefined): FoundTime | null =>
    typeof value === 'number' ? { kind: 'seconds', seconds: value } : readTime(value ?? '');
  const frameOf = (frame: number | undefined): FoundTime | null =>
    frame === undefined ? null : { kind: 'frame', frame };
  return fitting({
    codeName: line.code ?? line.name ?? line.label ?? '',
    start: timeOf(line.startSeconds ?? line.start) ?? frameOf(frames?.start),
    end: timeOf(line.endSeconds ?? line.end) ?? frameOf(frames?.end),
    labels: line.labels,
    note: line.note,
    clipName: line.clip,
    by: line.by,
    evidence: line.evidence,
    notes: [],
  });
}
