import { mediaPaths } from '#common/contract/index.ts';
import { type ClipInfo, DeepSportError } from '#common/domain/index.ts';
import { compareTexts as texts } from '../../texts/compare.ts';
import { mediaProblem } from '../media-problem.ts';
import type { SoundOffset } from './sound-offset.ts';
import type { SoundAnswer, SoundRequest } from './sound-worker.ts';

/** The stretch of a clip's sound to be heard, in the file's own seconds. */
export type SoundStretch = {
  readonly clip: ClipInfo;
  readonly fromSeconds: number;
  readonly toSeconds: number;
};

export type CompareSoundsOptions = {
  readonly left: SoundStretch;
  readonly right: SoundStretch;
  readonly signal: AbortSignal;
  /** 0 to 1. */
  readonly onProgress: (fraction: number) => void;
};

const pieceSeconds = 20;

/** How the times of two sounds lie to one another, in the files' own seconds; null where nothing tells. */
export async function compareSounds({
  left,
  right,
  signal,
  onProgress,
}: CompareSoundsOptions): Promise<SoundOffset | null> {
  const worker = new Worker(new URL('./sound-worker.ts', import.meta.url), { type: 'module' });
  const ask = (request: SoundRequest) =>
    new Promise<SoundAnswer>((resolve, reject) => {
      const stop = () => reject(signal.reason);
      if (signal.aborted) return stop();
      signal.addEventListener('abort', stop, { once: true });
      worker.onmessage = ({ data }: MessageEvent<SoundAnswer>) => {
        signal.removeEventListener('abort', stop);
        if (data.kind === 'failed') reject(new DeepSportError('INTERNAL', texts.soundFailed));
        else resolve(data);
      };
      worker.onerror = () => reject(new DeepSportError('INTERNAL', texts.soundFailed));
      worker.postMessage(request, request.kind === 'sound' ? [request.wave] : []);
    });
  try {
    const total = [left, right].reduce((sum, { fromSeconds, toSeconds }) => sum + toSeconds - fromSeconds, 0);
    let done = 0;
    for (const [side, { clip, fromSeconds, toSeconds }] of [
      ['left', left],
      ['right', right],
    ] as const) {
      for (let from = fromSeconds; from < toSeconds; from += pieceSeconds) {
        const seconds = Math.min(pieceSeconds, toSeconds - from);
        const response = await fetch(mediaPaths.sound(clip.id, from, seconds), { signal });
        if (!response.ok) throw await mediaProblem(response, texts.soundFailed);
        const told = Number(response.headers.get('x-start-seconds') ?? Number.NaN);
        const wave = await response.arrayBuffer();
        await ask({ kind: 'sound', side, startSeconds: Number.isFinite(told) ? told : from, wave });
        done += seconds;
        onProgress(done / total);
      }
    }
    const answer = await ask({ kind: 'compare' });
    return answer.kind === 'result' ? answer.result : null;
  } finally {
    worker.terminate();
  }
}
