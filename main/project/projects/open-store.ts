import { cancelled, type RecordUpdate } from '#common/domain/index.ts';
import type { ProjectStore } from '../project-store.ts';

/** The store of whichever project is open, with a way to put another in its place. */
export type OpenStore = {
  readonly store: ProjectStore;
  readonly present: () => ProjectStore;
  /**
   * Puts another store in the place of the present one, which the caller closes. Who listens goes on listening and
   * is given what is there now. `same` where it is the same project opened anew: what belongs to it goes on.
   */
  readonly replace: (next: ProjectStore, options?: { readonly same?: boolean }) => void;
};

export function createOpenStore(first: ProjectStore): OpenStore {
  let present = first;
  let opening = 1;
  /** In which opening a question or a batch began: what comes late must not land in another project. */
  const origins = new Map<string, number>();
  const listeners = new Set<(update: RecordUpdate) => void>();
  const tell = (update: RecordUpdate) => {
    for (const listener of [...listeners]) listener(update);
  };
  let stopListening = first.onUpdate(tell);

  const belongsHere = (id: string) => (origins.get(id) ?? opening) === opening;
  const begin = (id: string) => origins.set(id, opening);
  for (const { id } of first.batches()) begin(id);

  const own: Partial<ProjectStore> = {
    onUpdate(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    startTrajectory(trajectory) {
      begin(trajectory.id);
      present.startTrajectory(trajectory);
    },
    resumeTrajectory(trajectoryId) {
      begin(trajectoryId);
      present.resumeTrajectory(trajectoryId);
    },
    appendStep(trajectoryId, step) {
      if (belongsHere(trajectoryId)) present.appendStep(trajectoryId, step);
    },
    endTrajectory(trajectoryId, end) {
      if (belongsHere(trajectoryId)) present.endTrajectory(trajectoryId, end);
    },
    edit(edit, by) {
      if (by.kind === 'model' && !belongsHere(by.trajectoryId)) throw cancelled();
      return present.edit(edit, by);
    },
    putBatch(batch) {
      if (!belongsHere(batch.id)) return;
      begin(batch.id);
      present.putBatch(batch);
    },
  };

  // Whatever else the port has, or will have, goes to the present store as it is.
  const store = new Proxy({} as ProjectStore, {
    get(_, name: keyof ProjectStore) {
      if (name in own) return own[name];
      const value: unknown = present[name];
      if (typeof value !== 'function') return value;
      return (...args: readonly unknown[]) => Reflect.apply(present[name] as typeof value, present, args);
    },
    has: (_, name) => name in own || name in present,
  });

  return {
    store,
    present: () => present,
    replace(next, { same = false } = {}) {
      stopListening();
      if (!same) {
        // What was never asked here before belongs to the project that was open.
        for (const { id } of present.batches()) origins.set(id, opening);
        opening += 1;
        for (const { id } of next.batches()) begin(id);
      }
      present = next;
      stopListening = next.onUpdate(tell);
      tell(next.snapshot());
    },
  };
}
