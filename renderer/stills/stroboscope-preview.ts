import { createStore } from 'zustand/vanilla';

export type PreviewState = {
  readonly status: 'idle' | 'working' | 'ready' | 'failed' | 'cancelled';
  /** The last picture that came, shown until the next one is there; null before the first. */
  readonly picture: string | null;
  /** What to know of it; empty for nothing. */
  readonly note: string;
  /** Why there is none, in one sentence. */
  readonly problem: string;
  /** Asks for the picture at an address in place of what was asked for before. */
  readonly ask: (address: string) => void;
  readonly cancel: () => void;
  /** Lets go of everything. */
  readonly close: () => void;
};

export type PreviewParts = {
  readonly fetchPicture?: typeof fetch;
  /** Said where the host gives no reason. */
  readonly failed: string;
  /** Pause before asking, so that a slider that is drawn does not ask at every step. */
  readonly pauseMilliseconds?: number;
};

/** One picture at a time; the newest wish counts. */
export function createStroboscopePreview({
  fetchPicture = (...input) => fetch(...input),
  failed,
  pauseMilliseconds = 150,
}: PreviewParts) {
  let aborter: AbortController | null = null;
  let waiting: ReturnType<typeof setTimeout> | undefined;

  return createStore<PreviewState>()((set, get) => {
    const leave = () => {
      clearTimeout(waiting);
      aborter?.abort();
      aborter = null;
    };
    const load = async (address: string, own: AbortController): Promise<void> => {
      try {
        const response = await fetchPicture(address, { signal: own.signal });
        if (!response.ok) throw new Error(await reasonOf(response, failed));
        const picture = URL.createObjectURL(await response.blob());
        if (own.signal.aborted) return URL.revokeObjectURL(picture);
        const { picture: before } = get();
        if (before !== null) URL.revokeObjectURL(before);
        const note = decodeURIComponent(response.headers.get('x-note') ?? '');
        set({ status: 'ready', picture, note, problem: '' });
      } catch (error) {
        if (own.signal.aborted) return;
        const problem = error instanceof Error && error.name !== 'TypeError' ? error.message : failed;
        set({ status: 'failed', note: '', problem });
      }
    };
    return {
      status: 'idle',
      picture: null,
      note: '',
      problem: '',
      ask: (address) => {
        leave();
        const own = new AbortController();
        aborter = own;
        set({ status: 'working', problem: '' });
        waiting = setTimeout(() => void load(address, own), pauseMilliseconds);
      },
      cancel: () => {
        leave();
        set({ status: 'cancelled' });
      },
      close: () => {
        leave();
        const { picture } = get();
        if (picture !== null) URL.revokeObjectURL(picture);
        set({ status: 'idle', picture: null, note: '', problem: '' });
      },
    };
  });
}

async function reasonOf(response: Response, failed: string): Promise<string> {
  const told: unknown = await response.json().catch(() => null);
  const message = typeof told === 'object' && told !== null && 'message' in told ? told.message : null;
  return typeof message === 'string' ? message : failed;
}
