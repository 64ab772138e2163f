import type { RecordChange, RecordItem } from '#common/domain/index.ts';
import type { ProjectStore } from '#main/project/index.ts';
import type { Random } from '../random.ts';

/** Something that a person does to a project. */
export type Operation =
  | {
      readonly type: 'edit';
      readonly id: string;
      readonly changes: readonly RecordChange[];
      readonly mergeKey?: string;
      /** Done by an engine, not by the person. */
      readonly byEngine?: boolean;
    }
  | { readonly type: 'undo' | 'redo' }
  | { readonly type: 'add-clip' | 'remove-clip'; readonly clipId: string }
  | { readonly type: 'state-rate'; readonly clipId: string; readonly rate: number | null };

type State = {
  readonly items: ReadonlyMap<string, RecordItem>;
  /** Capture rates of the clips on the list. */
  readonly clips: ReadonlyMap<string, number | null>;
  /** What is known of clips that were taken off it. */
  readonly unlisted: ReadonlyMap<string, number | null>;
};

const textOf = (items: Iterable<RecordItem>, clips: Iterable<readonly [string, number | null]>): string =>
  JSON.stringify([
    [...items].map((item) => JSON.stringify(item)).sort(),
    [...clips].map((clip) => JSON.stringify(clip)).sort(),
  ]);

export const stateOf = (project: ProjectStore): string =>
  textOf(
    project.snapshot().items,
    project.listClips().map(({ clipId, captureRate }) => [clipId, captureRate] as const),
  );

/** What a project should hold, kept in memory: every state that it was ever in and can go back to. */
export function createRecordModel() {
  let states: State[] = [{ items: new Map(), clips: new Map(), unlisted: new Map() }];
  /** What each step names that led to the state. */
  let names: ReadonlySet<string>[] = [new Set()];
  let place = 0;
  let mergeKey: string | undefined;
  const now = () => states[place] as State;
  /** `beside` gives an undone state with the step as well; left out, what was undone is forgotten. */
  const step = (
    next: State,
    named: ReadonlySet<string>,
    { key, beside }: { key?: string | undefined; beside?: (state: State) => State } = {},
  ) => {
    const merges = key !== undefined && key === mergeKey;
    const [at, before] = merges ? [place, names[place] ?? []] : [place + 1, []];
    const after = beside ? states.slice(place + 1).map(beside) : [];
    const namedAfter = beside ? names.slice(place + 1) : [];
    states = [...states.slice(0, at), next, ...after];
    names = [...names.slice(0, at), new Set([...before, ...named]), ...namedAfter];
    place = at;
    mergeKey = key;
  };

  return {
    state: () => textOf(now().items.values(), now().clips),
    beginning: () => textOf([], []),
    steps: () => place,
    undone: () => states.length - 1 - place,
    reopened: () => {
      mergeKey = undefined;
    },
    apply(operation: Operation): void {
      const { items, clips, unlisted } = now();
      switch (operation.type) {
        case 'edit': {
          const { changes, byEngine = false } = operation;
          const edited = (state: State): State => {
            const changed = new Map(state.items);
            for (const { kind, id, item } of changes) {
              if (item) changed.set(`${kind} ${id}`, item);
              else changed.delete(`${kind} ${id}`);
            }
            return { ...state, items: changed };
          };
          const named = new Set(changes.map(({ kind, id }) => `${kind} ${id}`));
          const isApart = names.slice(place + 1).every((undone) => undone.isDisjointFrom(named));
          const key = operation.mergeKey === undefined ? undefined : `${operation.mergeKey} ${byEngine}`;
          step(edited(now()), named, { key, ...(byEngine && isApart && { beside: edited }) });
          break;
        }
        case 'undo':
          if (place === 0) return;
          place -= 1;
          mergeKey = undefined;
          break;
        case 'redo':
          if (place === states.length - 1) return;
          place += 1;
          mergeKey = undefined;
          break;
        case 'add-clip':
          if (clips.has(operation.clipId)) return;
          step(
            { items, unlisted, clips: new Map(clips).set(operation.clipId, null) },
            clipNamed(operation.clipId),
          );
          break;
        case 'remove-clip': {
          const rate = clips.get(operation.clipId);
          if (rate === undefined) return;
          const left = new Map(clips);
          left.delete(operation.clipId);
          step(
            { items, clips: left, unlisted: new Map(unlisted).set(operation.clipId, rate) },
            clipNamed(operation.clipId),
          );
          break;
        }
        case 'state-rate':
          if (!clips.has(operation.clipId) || clips.get(operation.clipId) === operation.rate) return;
          step(
            { items, unlisted, clips: new Map(clips).set(operation.clipId, operation.rate) },
            clipNamed(operation.clipId),
          );
      }
    },
  };
}

const clipNamed = (clipId: string): ReadonlySet<string> => new Set([`clip ${clipId}`]);

const engine = { kind: 'model', trajectoryId: 't1', engine: 'Nano' } as const;

export function perform(project: ProjectStore, operation: Operation): void {
  switch (operation.type) {
    case 'edit': {
      const { id, changes, mergeKey } = operation;
      const edit = { id, title: `Edit ${id}`, changes, ...(mergeKey !== undefined && { mergeKey }) };
      project.edit(edit, operation.byEngine ? engine : { kind: 'person' });
      return;
    }
    case 'undo':
      project.undo();
      return;
    case 'redo':
      project.redo();
      return;
    case 'add-clip':
      if (project.listClips().some(({ clipId }) => clipId === operation.clipId)) return;
      project.addClip(sampleClip(operation.clipId));
      return;
    case 'remove-clip':
      project.removeClip(operation.clipId);
      return;
    case 'state-rate':
      if (!project.listClips().some(({ clipId }) => clipId === operation.clipId)) return;
      project.setCaptureRate(operation.clipId, operation.rate);
  }
}

export const sampleClip = (clipId: string) => ({
  clipId,
  name: `${clipId}.mp4`,
  path: `/elsewhere/${clipId}.mp4`,
  videoTrack: null,
  captureRate: null,
  addedAt: '2026-01-02T00:00:00.000Z',
  contentHash: null,
  sizeBytes: null,
});

/** An item of one of several kinds, with one of few ids: so that the same one is met again. */
export function randomItem(random: Random): RecordItem {
  const id = `item-${random.integer(12)}`;
  const start = random.integer(1000);
  const range = { start, end: start + random.integer(50) };
  switch (random.integer(4)) {
    case 0:
      return {
        kind: 'code',
        id,
        name: `Code ${random.integer(99)}`,
        colour: '#e69f00',
        order: random.next(),
        role: 'event',
        hidden: false,
        locked: false,
      };
    case 1:
      return { kind: 'hidden-question', id, clipId: 'clip-1' };
    case 2:
      return {
        kind: 'sync',
        id,
        left: { clipId: 'clip-1', frame: start },
        right: { clipId: 'clip-2', frame: 1 },
      };
    default:
      return {
        kind: 'event',
        id,
        clipId: 'clip-1',
        codeId: 'touch',
        range,
        labels: [{ group: 'Foot', text: random.pick(['left', 'right', '“né”, 水\n']) }],
        note: 'x'.repeat(random.integer(300)),
        by: { kind: 'person' },
        evidence: [start],
        createdAt: '2026-01-02T00:00:00.000Z',
      };
  }
}

export function randomOperation(random: Random, id: string): Operation {
  const clipId = `clip-${random.integer(3)}`;
  const dice = random.next();
  if (dice < 0.14) return { type: 'undo' };
  if (dice < 0.26) return { type: 'redo' };
  if (dice < 0.32) return { type: 'add-clip', clipId };
  if (dice < 0.36) return { type: 'remove-clip', clipId };
  if (dice < 0.4) return { type: 'state-rate', clipId, rate: random.pick([null, 120, 240]) };
  const changes = Array.from({ length: 1 + random.integer(4) }, (): RecordChange => {
    const item = randomItem(random);
    return { kind: item.kind, id: item.id, item: random.next() < 0.3 ? null : item };
  });
  const mergeKey = random.pick([undefined, undefined, 'drag a', 'drag b']);
  const byEngine = random.next() < 0.3;
  return { type: 'edit', id, changes, byEngine, ...(mergeKey !== undefined && { mergeKey }) };
}
