import { createStore } from 'zustand/vanilla';
import { mediaPaths } from '#common/contract/index.ts';
import type { ClipAnalysis } from '#common/domain/index.ts';
import type { Client } from '../../client/client.ts';
import { describeError, isCancelled } from '../../client/describe-error.ts';

/** For peak n the lowest sample at 2n and the highest at 2n + 1, −127 to 127. */
export type WaveformPeaks = { readonly rate: number; readonly peaks: Int8Array };

export type AnalysisState = {
  readonly clipId: string | null;
  /** Null until the host has answered. */
  readonly analysis: ClipAnalysis | null;
  /** One number for each frame analysed; may lag a little behind `analysis`. */
  readonly motion: Float32Array | null;
  readonly waveform: WaveformPeaks | null;
  /** Why there is no analysis, in one sentence. */
  readonly problem: string | null;
  /** Starts the analysis of a clip and follows it; null follows none. */
  readonly follow: (clipId: string | null) => Promise<void>;
  /** Starts again what was cancelled. */
  readonly resume: () => Promise<void>;
  /** Asks for what is known by now. */
  readonly refresh: () => Promise<void>;
};

export type AnalysisStoreParts = {
  readonly client: Client;
  readonly fetchData?: typeof fetch;
  /** Between two questions while the analysis runs, in milliseconds. */
  readonly pollMilliseconds?: number;
};

const nothing = { analysis: null, motion: null, waveform: null, problem: null } as const;

/** Motion and sound of a long clip are megabytes: they are fetched at most this often on the way. */
const fetchesOnTheWay = 50;

/** What the background analysis knows of the clip that is shown. */
export function createAnalysisStore({
  client,
  fetchData = (address, init) => fetch(address, init),
  pollMilliseconds = 1000,
}: AnalysisStoreParts) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let refreshing: Promise<void> | null = null;
  /** Of the data at hand: how many frames were done when they were fetched. */
  let fetchedAt = -1;

  return createStore<AnalysisState>()((set, get) => {
    const bytesOf = async (address: string) => {
      const response = await fetchData(address);
      if (response.status !== 200) return null;
      return { bytes: await response.arrayBuffer(), headers: response.headers };
    };

    const fetchRows = async (clipId: string, analysis: ClipAnalysis): Promise<void> => {
      const { framesDone, frameCount, status } = analysis;
      const grown = fetchedAt < 0 || framesDone - fetchedAt >= frameCount / fetchesOnTheWay;
      const lastTime = status !== 'running' && framesDone !== fetchedAt;
      if (framesDone === 0 || !(grown || lastTime)) return;
      const [motion, waveform] = await Promise.all([
        bytesOf(mediaPaths.motion(clipId)),
        analysis.waveformRate === null ? null : bytesOf(mediaPaths.waveform(clipId)),
      ]);
      if (get().clipId !== clipId) return;
      fetchedAt = framesDone;
      const rate = Number(waveform?.headers.get('x-peaks-per-second') ?? 0);
      set({
        ...(motion ? { motion: floatsOf(motion.bytes) } : {}),
        ...(waveform && rate > 0 ? { waveform: { rate, peaks: new Int8Array(waveform.bytes) } } : {}),
      });
    };

    const ask = async (clipId: string): Promise<void> => {
      try {
        const analysis = await client.analysis.get({ clipId });
        if (get().clipId !== clipId) return;
        set({ analysis });
        await fetchRows(clipId, analysis);
      } catch {
        // A lost connection is told elsewhere; the next event of the job asks again.
      }
      if (get().clipId !== clipId || get().analysis?.status !== 'running') return;
      clearTimeout(timer);
      timer = setTimeout(() => void refresh(), pollMilliseconds);
    };

    const refresh = async (): Promise<void> => {
      const { clipId } = get();
      if (clipId === null) return;
      // A question asked meanwhile may have missed what this one is about.
      await refreshing;
      if (get().clipId !== clipId) return;
      refreshing = ask(clipId).finally(() => {
        refreshing = null;
      });
      await refreshing;
    };

    const start = async (clipId: string): Promise<void> => {
      try {
        await client.analysis.start({ clipId });
        if (get().clipId === clipId) set({ problem: null });
      } catch (error) {
        if (get().clipId === clipId && !isCancelled(error)) set({ problem: describeError(error).message });
      }
      if (get().clipId === clipId) await refresh();
    };

    return {
      clipId: null,
      ...nothing,
      follow: async (clipId) => {
        clearTimeout(timer);
        fetchedAt = -1;
        set({ clipId, ...nothing });
        if (clipId !== null) await start(clipId);
      },
      resume: async () => {
        const { clipId } = get();
        if (clipId !== null) await start(clipId);
      },
      refresh,
    };
  });
}

/** The endpoint's numbers are little-endian, as every machine that runs this is. */
const floatsOf = (bytes: ArrayBuffer): Float32Array =>
  new Float32Array(bytes, 0, Math.floor(bytes.byteLength / 4));

export type AnalysisStore = ReturnType<typeof createAnalysisStore>;
