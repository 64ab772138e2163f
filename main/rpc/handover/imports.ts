import {
  applyChanges,
  type CodeWindow,
  DeepSportError,
  type FileMarking,
  type ImportPreview,
  isDeepSportError,
  labelsText,
  noItems,
  putItem,
  type RecordChange,
  type RecordItem,
  type RecordItems,
  type StageProgress,
} from '#common/domain/index.ts';
import type { Clock, CreateId, JobBoard } from '#main/platform/index.ts';
import {
  createEventPlacer,
  type ExchangeClip,
  importedCodes,
  importedEvents,
  type PlacedFoundEvent,
  placeFoundEvents,
  type ReadImport,
  readImport,
} from '#main/project/exchange/index.ts';
import type { ProjectStore } from '#main/project/project-store.ts';
import type { ClipLibrary, ServiceOptions } from '../services.ts';
import { exchangeClip, itemsOf } from './collect-events.ts';
import { slicesOf } from './slices-of.ts';

export type ImportParts = {
  readonly project: Pick<ProjectStore, 'snapshot' | 'edit' | 'listClips' | 'onUpdate'>;
  readonly clips: Pick<ClipLibrary, 'get' | 'frameTimes'>;
  readonly jobs: JobBoard;
  readonly clock: Clock;
  readonly createId: CreateId;
  /** Told of the edits that put in what another program has already. */
  readonly onEdit?: (editId: string) => void;
  /** Longer files are refused; 512 MB when left out. */
  readonly largestBytes?: number;
};

const megabyte = 2 ** 20;
/** What was read and not imported is kept that long, and no more than so many. */
const keptMilliseconds = 30 * 60_000;
const mostKept = 3;
const rowsShown = 100;
/** So many events take long enough to be seen and cancelled. */
const manyEvents = 5000;

type FoundImport = ReadImport & { readonly kind: 'events' };
/** Who waits for work, and hears of it where it is among the jobs. */
type Work = {
  readonly signal?: AbortSignal | undefined;
  readonly report?: ((progress: StageProgress) => void) | undefined;
};

type Kept = { readonly fileName: string; readonly read: ReadImport; readonly at: number };

/** Files from elsewhere: read once, looked at by a person, then put into the record as one edit. */
export function createImports({
  project,
  clips,
  jobs,
  clock,
  createId,
  onEdit,
  largestBytes = 512 * megabyte,
}: ImportParts) {
  const kept = new Map<string, Kept>();

  const forgetOld = () => {
    for (const [id, { at }] of kept) {
      if (clock() - at > keptMilliseconds || kept.size > mostKept) kept.delete(id);
    }
  };

  const readBefore = (importId: string): Kept => {
    forgetOld();
    const found = kept.get(importId);
    if (found) return found;
    throw new DeepSportError('NOT_FOUND', 'This file was read too long ago. Choose it again.', { importId });
  };

  const placedOn = async ({ found }: FoundImport, clip: ExchangeClip | null, { signal, report }: Work) => {
    const { items } = project.snapshot();
    const [codes, events] = [itemsOf(items, 'code'), itemsOf(items, 'event')];
    const place = createEventPlacer(found.events, { clip, codes, events });
    const placed: PlacedFoundEvent[] = [];
    const onSlice = (done: number) =>
      report?.({ stage: 'Placing events', done, total: 2 * found.events.length });
    for await (const slice of slicesOf(found.events, { signal, onSlice })) placed.push(...slice.map(place));
    return { items, placed };
  };

  /** What an import into a clip changes, by what the project holds now. */
  const changesOf = async (read: FoundImport, clipId: string, { signal, report }: Work) => {
    const { items, placed } = await placedOn(read, await exchangeClip(clips, clipId, { signal }), {
      signal,
      report,
    });
    const usable = placed.filter(({ range }) => range !== null);
    const used = new Set(usable.map(({ codeName }) => codeName));
    let known = byKind(items.filter(({ kind }) => kind === 'code'));
    const changes: RecordChange[] = [...importedCodes(used, read.found.codes, { items: known, createId })];
    known = applyChanges(known, changes);
    const target = { clipId, now: new Date(clock()).toISOString(), createId };
    const total = 2 * usable.length;
    const onSlice = (done: number) => report?.({ stage: 'Making events', done: usable.length + done, total });
    for await (const slice of slicesOf(usable, { signal, onSlice })) {
      const added = importedEvents(slice, { ...target, items: known });
      changes.push(...added);
      known = applyChanges(
        known,
        added.filter(({ kind }) => kind === 'code'),
      );
    }
    report?.({ stage: 'Saving', done: 1, total: 1 });
    return changes;
  };

  /** The same again where codes were changed meanwhile: one may be locked or gone now. */
  const lastingChangesOf = async (read: FoundImport, clipId: string, work: Work) => {
    for (;;) {
      let isOutdated = false;
      const stop = project.onUpdate((update) => {
        isOutdated ||= update.type === 'snapshot' || update.changes.some(({ kind }) => kind === 'code');
      });
      try {
        const changes = await changesOf(read, clipId, work);
        if (!isOutdated) return changes;
      } finally {
        stop();
      }
    }
  };

  /** The clip asked for, else the one that was opened last: times then can be told from frames. */
  const clipFor = async (clipId: string | undefined, options: ServiceOptions) => {
    const wanted = clipId ?? project.listClips()[0]?.clipId;
    if (wanted === undefined) return null;
    try {
      return await exchangeClip(clips, wanted, options);
    } catch (error) {
      if (clipId !== undefined || !isDeepSportError(error) || error.code === 'CANCELLED') throw error;
      return null;
    }
  };

  return {
    async preview(
      fileName: string,
      bytes: ReadableStream<Uint8Array>,
      { signal, clipId }: ServiceOptions & { readonly clipId?: string | undefined } = {},
    ): Promise<ImportPreview> {
      const shownName = lastPart(fileName);
      const clip = await clipFor(clipId, { signal });
      const read = await readImport(shownName, limited(shownName, bytes, { signal, largestBytes }), {
        signal,
      });
      const importId = createId();
      kept.set(importId, { fileName: shownName, read, at: clock() });
      forgetOld();
      const about = { importId, fileName: shownName };
      if (read.kind === 'code-window') return { ...about, ...codeWindowPreview(read.codeWindow) };
      const { items, placed } = await placedOn(read, clip, { signal });
      return { ...about, ...eventsPreview(read, placed, items) };
    },

    async import(importId: string, clipId: string): Promise<number> {
      const { fileName, read } = readBefore(importId);
      const editId = createId();
      const title = (what: string) => `Import ${what} from ${fileName}`.slice(0, 200);
      if (read.kind === 'code-window') {
        const changes = [putItem({ ...read.codeWindow, id: createId() })];
        project.edit({ id: editId, title: title('the code window'), changes }, { kind: 'person' });
        kept.delete(importId);
        return 0;
      }
      const work = async (context: Work) => {
        const changes = await lastingChangesOf(read, clipId, context);
        const count = changes.filter(({ kind }) => kind === 'event').length;
        if (count > 0) {
          onEdit?.(editId);
          const what = `${count} event${count === 1 ? '' : 's'}`;
          project.edit({ id: editId, title: title(what), changes }, { kind: 'person' });
        }
        kept.delete(importId);
        return count;
      };
      if (read.found.events.length < manyEvents) return work({});
      return jobs.start({ kind: 'import', title: fileName, clipId }, work).finished;
    },

    async marking(importId: string, clipId: string): Promise<FileMarking> {
      const { fileName, read } = readBefore(importId);
      if (read.kind === 'code-window') {
        const sentence = `${fileName} is a code window, and no file of events. Choose the events of another marking.`;
        throw new DeepSportError('BAD_INPUT', sentence, { name: fileName });
      }
      const clip = await exchangeClip(clips, clipId);
      // What the project has already, or has locked, was marked there all the same.
      const placed = placeFoundEvents(read.found.events, { clip, codes: [], events: [] });
      const marks = placed.flatMap(({ codeName, range }) => (range ? [{ codeName, range }] : []));
      return { marks, leftOutCount: placed.length - marks.length };
    },

    cancelImport(importId: string): void {
      kept.delete(importId);
    },
    clear: () => kept.clear(),
  };
}

const byKind = (items: readonly RecordItem[]): RecordItems => applyChanges(noItems, items.map(putItem));

/** Whatever a page sends as a name, no folder is shown or asked for. */
const lastPart = (name: string): string =>
  name
    .split(/[\\/]/)
    .at(-1)
    ?.replace(/\p{Cc}/gu, ' ')
    .trim()
    .slice(-120) || 'the file';

async function* limited(
  name: string,
  bytes: ReadableStream<Uint8Array>,
  { signal, largestBytes }: { readonly signal: AbortSignal | undefined; readonly largestBytes: number },
): AsyncGenerator<Uint8Array, void, void> {
  let length = 0;
  for await (const chunk of bytes) {
    length += chunk.byteLength;
    if (length > largestBytes) {
      throw new DeepSportError(
        'BAD_INPUT',
        `${name} is larger than ${Math.floor(largestBytes / megabyte)} MB, which no file of events is. Choose another file.`,
        { name },
      );
    }
    if (signal?.aborted) return;
    yield chunk;
  }
}

function codeWindowPreview({ name, buttons }: CodeWindow): Omit<ImportPreview, 'importId' | 'fileName'> {
  return {
    format: 'code-window',
    eventCount: 0,
    leftOutCount: 0,
    rows: [],
    codes: [],
    remarks: [
      `The code window “${name}” has ${buttons.length} buttons. It is put beside those of the project.`,
    ],
  };
}

function eventsPreview(
  { found }: FoundImport,
  placed: readonly PlacedFoundEvent[],
  items: readonly RecordItem[],
): Omit<ImportPreview, 'importId' | 'fileName'> {
  const usable = placed.filter(({ range }) => range !== null);
  const known = new Set(itemsOf(items, 'code').map(({ name }) => name));
  const counts = new Map<string, number>();
  for (const { codeName } of usable) counts.set(codeName, (counts.get(codeName) ?? 0) + 1);
  const shown = [...placed.filter(({ note }) => note !== ''), ...placed.filter(({ note }) => note === '')];
  return {
    format: found.format,
    eventCount: usable.length,
    leftOutCount: placed.length - usable.length,
    rows: shown
      .slice(0, rowsShown)
      .map(({ codeName, startSeconds, endSeconds, found: event, range, note }) => ({
        codeName,
        startSeconds,
        endSeconds,
        labels: labelsText(event.labels),
        note,
        usable: range !== null,
      })),
    codes: [...counts].map(([name, count]) => ({ name, count, isNew: !known.has(name) })),
    remarks: placed.length === 0 ? [...found.remarks, 'There is no event in this file.'] : found.remarks,
  };
}
