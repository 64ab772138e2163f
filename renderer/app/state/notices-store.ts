import { createStore } from 'zustand/vanilla';

export type Notice = {
  readonly id: number;
  readonly kind: 'note' | 'problem';
  readonly text: string;
  readonly at: Date;
};

/** Work that takes over a second: a row with words, progress and a way to cancel it. */
export type Job = {
  readonly id: number;
  readonly words: string;
  /** 0–1; null where the length is unknown. */
  readonly fraction: number | null;
  readonly cancel?: () => void;
  /** The file that it opens: the host's own job for it tells more. */
  readonly opens?: string;
  /** In milliseconds. */
  readonly startedAt: number;
};

export type JobHandle = {
  readonly update: (change: { words?: string; fraction?: number | null }) => void;
  readonly end: () => void;
};

export type NoticesState = {
  /** Newest last; readable again in the history. */
  readonly notices: readonly Notice[];
  /** The one shown in the status line until it is dismissed or replaced. */
  readonly current: Notice | null;
  readonly jobs: readonly Job[];
  readonly tell: (kind: Notice['kind'], text: string) => void;
  readonly dismiss: () => void;
  readonly startJob: (words: string, cancel?: () => void, opens?: string) => JobHandle;
};

const historyLength = 200;

export function createNoticesStore(now: () => Date = () => new Date()) {
  let nextId = 1;
  return createStore<NoticesState>()((set) => ({
    notices: [],
    current: null,
    jobs: [],
    tell: (kind, text) =>
      set((state) => {
        const notice: Notice = { id: nextId++, kind, text, at: now() };
        return { notices: [...state.notices.slice(1 - historyLength), notice], current: notice };
      }),
    dismiss: () => set({ current: null }),
    startJob: (words, cancel, opens) => {
      const id = nextId++;
      const job: Job = {
        id,
        words,
        fraction: null,
        startedAt: now().getTime(),
        ...(cancel ? { cancel } : {}),
        ...(opens === undefined ? {} : { opens }),
      };
      set((state) => ({ jobs: [...state.jobs, job] }));
      return {
        update: (change) =>
          set((state) => ({
            jobs: state.jobs.map((other) => (other.id === id ? { ...other, ...change } : other)),
          })),
        end: () => set((state) => ({ jobs: state.jobs.filter((other) => other.id !== id) })),
      };
    },
  }));
}

export type NoticesStore = ReturnType<typeof createNoticesStore>;
