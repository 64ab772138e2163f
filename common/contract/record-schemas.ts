import { z } from 'zod';
import {
  type Author,
  drawingShapes,
  type HistoryEntry,
  type ItemEdit,
  type Mark,
  type RecordChange,
  type RecordEdit,
  type RecordItem,
  type RecordUpdate,
  recordKinds,
} from '#common/domain/index.ts';
import { frameRangeSchema } from './schemas.ts';

/** An id is made by whoever makes the thing: short, and the same for ever. */
export const idSchema = z
  .string()
  .regex(/^[\w.-]{1,80}$/, 'An id is made of letters, digits, points and dashes.');
const colour = z.string().regex(/^#[0-9a-f]{6}$/i, 'A colour is written as #rrggbb.');
const name = z.string().trim().min(1, 'A name is missing.').max(120, 'A name has at most 120 letters.');
const note = z.string().max(4000);
const frame = z.int().min(0);
const share = z.number().min(-4).max(5);
const point = z.tuple([share, share]).readonly();
const validRange = frameRangeSchema.refine(({ start, end }) => start <= end, 'The range is reversed.');
const labels = z.array(z.object({ group: z.string().max(120), text: z.string().min(1).max(400) })).max(100);

export const authorSchema: z.ZodType<Author> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('person') }),
  z.object({ kind: z.literal('model'), trajectoryId: z.string(), engine: z.string() }),
]);

const ofClip = { id: idSchema, clipId: idSchema };

const codeButtonSchema = z.object({
  id: idSchema,
  kind: z.enum(['code', 'label']),
  text: name,
  group: z.string().max(120),
  colour,
  mode: z.enum(['moment', 'toggle']),
  leadSeconds: z.number().min(0).max(3600),
  lagSeconds: z.number().min(0).max(3600),
  exclusiveGroup: z.string().max(120),
  key: z.string().max(40).nullable(),
  links: z.array(idSchema).max(100),
});

export const codeWindowSchema = z.object({
  kind: z.literal('code-window'),
  id: idSchema,
  name,
  sport: z.string().max(120),
  columns: z.int().min(1).max(12),
  buttons: z.array(codeButtonSchema).max(400),
});

const moment = z.object({ clipId: idSchema, frame });
export const markSchema: z.ZodType<Mark> = z.object({ codeName: z.string().max(400), range: validRange });

/** Everything that a page, a file of the project or another program hands in passes through here. */
export const recordItemSchema: z.ZodType<RecordItem> = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('code'),
    id: idSchema,
    name,
    colour,
    order: z.number(),
    role: z.enum(['event', 'phase']),
    hidden: z.boolean(),
    locked: z.boolean(),
  }),
  z.object({
    kind: z.literal('event'),
    ...ofClip,
    codeId: idSchema,
    range: validRange,
    labels,
    note,
    by: authorSchema,
    evidence: z.array(frame).max(1000),
    createdAt: z.string(),
  }),
  z.object({
    kind: z.literal('proposal'),
    ...ofClip,
    codeName: name,
    range: validRange,
    labels,
    note,
    trajectoryId: z.string(),
    engine: z.string(),
    evidence: z.array(frame).max(1000),
    doubt: z.number().min(0).max(1).nullable(),
    status: z.enum(['open', 'accepted', 'rejected']),
    eventId: idSchema.nullable(),
    createdAt: z.string(),
  }),
  z.object({
    kind: z.literal('drawing'),
    ...ofClip,
    shape: z.enum(drawingShapes),
    range: validRange,
    points: z.array(point).min(1).max(10_000),
    colour,
    size: z.number().min(0).max(1),
    text: z.string().max(400),
  }),
  z.object({
    kind: z.literal('calibration'),
    ...ofClip,
    points: z.tuple([point, point]).readonly(),
    length: z.number().gt(0, 'A length is more than zero.').max(1e6),
    unit: z.string().trim().min(1).max(12),
  }),
  codeWindowSchema,
  z.object({ kind: z.literal('sync'), id: idSchema, left: moment, right: moment }),
  z.object({ kind: z.literal('hidden-question'), ...ofClip }),
  z.object({ kind: z.literal('key-image'), ...ofClip, frame, note, createdAt: z.string() }),
  z.object({
    kind: z.literal('playlist'),
    id: idSchema,
    name,
    entries: z
      .array(
        z.object({
          ...ofClip,
          range: validRange,
          eventId: idSchema.nullable(),
          syncFrame: frame.nullable(),
          note,
        }),
      )
      .max(1000),
  }),
  z.object({
    kind: z.literal('track'),
    ...ofClip,
    points: z
      .array(z.object({ frame, x: share, y: share, by: z.enum(['person', 'search']) }))
      .min(1)
      .max(100_000)
      .refine(
        (points) => points.every(({ frame: at }, i) => i === 0 || at > (points[i - 1]?.frame ?? -1)),
        'The points of a track stand in the order of their frames, each frame once.',
      ),
    colour,
    size: z.number().min(0).max(1),
    text: z.string().max(400),
  }),
  z.object({
    kind: z.literal('reveal'),
    ...ofClip,
    revealedAt: z.string(),
    marked: z.array(markSchema).max(100_000),
    proposed: z.array(markSchema).max(100_000),
  }),
]);

export const recordChangeSchema: z.ZodType<RecordChange> = z
  .object({ kind: z.enum(recordKinds), id: idSchema, item: recordItemSchema.nullable() })
  .refine(
    ({ kind, id, item }) => item === null || (item.kind === kind && item.id === id),
    'A change names another item than the one it carries.',
  );

const recordEditSchema: z.ZodType<RecordEdit> = z.object({
  id: idSchema,
  title: z.string().min(1).max(200),
  changes: z.array(recordChangeSchema).min(1).max(100_000),
  mergeKey: z.exactOptional(z.string().max(200)),
});

/** The project that a page shows, so that nothing meant for it lands in another that was opened meanwhile. */
export const ofProjectSchema = z.object({ projectId: z.exactOptional(z.string()) });
export const editOfProjectSchema: z.ZodType<RecordEdit & z.output<typeof ofProjectSchema>> = z.intersection(
  recordEditSchema,
  ofProjectSchema,
);

const historyEnds = z.object({ undo: z.string().nullable(), redo: z.string().nullable() });

export const recordUpdateSchema: z.ZodType<RecordUpdate> = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('snapshot'),
    projectId: z.exactOptional(z.string()),
    revision: z.int(),
    items: z.array(recordItemSchema),
    history: historyEnds,
    readOnly: z.string().nullable(),
  }),
  z.object({
    type: z.literal('change'),
    revision: z.int(),
    cause: z.enum(['edit', 'undo', 'redo']),
    editId: z.string(),
    title: z.string(),
    changes: z.array(recordChangeSchema),
    clipsChanged: z.exactOptional(z.boolean()),
    history: historyEnds,
  }),
]);

const historyEntry = {
  editId: z.string(),
  title: z.string(),
  by: authorSchema,
  happenedAt: z.string(),
  undone: z.boolean(),
};
export const historyEntrySchema: z.ZodType<HistoryEntry> = z.object(historyEntry);

export const itemEditSchema: z.ZodType<ItemEdit> = z.object({
  ...historyEntry,
  kind: z.enum(recordKinds),
  id: idSchema,
  before: recordItemSchema.nullable(),
  after: recordItemSchema.nullable(),
});
