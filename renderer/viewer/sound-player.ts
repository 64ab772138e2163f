import { isDeepSportError } from '#common/domain/index.ts';
import type { AudioOutput, ReadySound } from './audio-output.ts';
import type { LoadedSound } from './load-sound.ts';
import {
  heardAt,
  isAudible,
  mostPieces,
  pieceSeconds,
  piecesAhead,
  type SoundAnchor,
  type Stretch,
  startOf,
} from './sound-schedule.ts';

export type SoundPlayerOptions = {
  /** The clip's first and last moment, in the file's own seconds. */
  readonly clip: Stretch;
  readonly load: (
    fromSeconds: number,
    seconds: number,
    reversed: boolean,
    signal: AbortSignal,
  ) => Promise<LoadedSound>;
  readonly openOutput: () => AudioOutput | undefined;
};

export type SoundMoment = {
  /** `performance.now()` at which the target should be heard. */
  readonly clock: number;
  /** The moment of the file that should be heard then. */
  readonly targetSeconds: number;
  /** Seconds of the file for each second; negative backwards. */
  readonly rate: number;
  /** 0 to 1; at 0 nothing is fetched. */
  readonly volume: number;
  /** In a loop: where it goes on after its seam, and whether this moment is the first after it. */
  readonly loop?: { readonly entrySeconds: number; readonly newRound: boolean } | undefined;
};

export type SoundPlayer = {
  /** To be called for each picture of the screen while the clip plays. */
  readonly follow: (moment: SoundMoment) => void;
  readonly pause: () => void;
  /** Has the sound around a moment ready, so that playing from there begins with it. */
  readonly expect: (fileSeconds: number) => void;
  /** The moment of the file that is heard at a `performance.now()`; undefined while there is silence. */
  readonly heard: (clock: number) => number | undefined;
  readonly close: () => void;
};

type Piece = LoadedSound & { sound?: ReadySound; stop?: (() => void) | undefined };

/** Sound may be this far from its picture for a moment; for longer, or further, it starts anew. */
const toleranceSeconds = 0.035;
const patienceMilliseconds = 100;
const farSeconds = 0.15;
/** After it had to start anew, the picture must run evenly for so long. */
const settlingMilliseconds = 120;
const retryMilliseconds = 3000;
const inFlight = 2;

/** Sound beside the picture: it follows, and never makes the picture wait. Silent where there is none to be had. */
export function createSoundPlayer({ clip, load, openOutput }: SoundPlayerOptions): SoundPlayer {
  const pieces = new Map<number, Piece>();
  const failures = new Map<number, number>();
  const loading = new Map<number, AbortController>();
  let output: AudioOutput | undefined;
  let volume = -1;
  let hopeless = false;
  let reversed = false;
  let anchor: SoundAnchor | undefined;
  let before: SoundMoment | undefined;
  let unevenAt = Number.NEGATIVE_INFINITY;
  let apartSince: number | undefined;

  const silence = () => {
    anchor = undefined;
    apartSince = undefined;
    for (const piece of pieces.values()) {
      piece.stop?.();
      piece.stop = undefined;
    }
  };

  const forget = () => {
    silence();
    for (const aborter of loading.values()) aborter.abort();
    loading.clear();
    pieces.clear();
    failures.clear();
  };

  const fetchPiece = async (index: number, clock: number) => {
    const aborter = new AbortController();
    loading.set(index, aborter);
    try {
      const from = index * pieceSeconds;
      const loaded = await load(from, pieceSeconds, reversed, aborter.signal);
      if (!aborter.signal.aborted) pieces.set(index, loaded);
    } catch (error) {
      if (aborter.signal.aborted) return;
      if (isDeepSportError(error) && error.code === 'NO_SOUND') hopeless = true;
      failures.set(index, clock);
    } finally {
      if (loading.get(index) === aborter) loading.delete(index);
    }
  };

  const provide = (wanted: readonly number[], clock: number) => {
    for (const [index, aborter] of loading) if (!wanted.includes(index)) aborter.abort();
    for (const index of wanted) {
      if (loading.size >= inFlight) return;
      const failedAt = failures.get(index);
      const resting = failedAt !== undefined && clock - failedAt < retryMilliseconds;
      if (!pieces.has(index) && !loading.has(index) && !resting) void fetchPiece(index, clock);
    }
    for (const [index, piece] of pieces) {
      if (pieces.size <= mostPieces) return;
      if (wanted.includes(index)) continue;
      piece.stop?.();
      pieces.delete(index);
    }
  };

  const noteEvenness = (moment: SoundMoment) => {
    const last = before;
    before = moment;
    if (!last || last.rate !== moment.rate || moment.loop?.newRound) {
      // Another speed or direction, or the seam of a loop, is no trouble: sound may go on with it at once.
      silence();
      unevenAt = Number.NEGATIVE_INFINITY;
      return;
    }
    const expected = last.targetSeconds + ((moment.clock - last.clock) / 1000) * moment.rate;
    if (Math.abs(moment.targetSeconds - expected) / Math.abs(moment.rate) > toleranceSeconds) {
      unevenAt = moment.clock;
    }
  };

  const isTooFar = (from: SoundAnchor, heardClock: number, { clock, targetSeconds, rate }: SoundMoment) => {
    const apart = Math.abs((heardAt(from, heardClock) - targetSeconds) / rate);
    if (apart <= toleranceSeconds) apartSince = undefined;
    else apartSince ??= clock;
    return apart > farSeconds || (apartSince !== undefined && clock - apartSince > patienceMilliseconds);
  };

  const pause = () => {
    silence();
    before = undefined;
  };

  return {
    follow: (moment) => {
      const { clock, targetSeconds, rate } = moment;
      if (hopeless || moment.volume <= 0 || !isAudible(rate)) return pause();
      output ??= openOutput();
      if (!output) {
        hopeless = true;
        return;
      }
      if (moment.volume !== volume) {
        volume = moment.volume;
        output.setVolume(volume);
      }
      if (rate < 0 !== reversed) {
        forget();
        reversed = rate < 0;
      }
      const afterSeam = moment.loop ? piecesAhead(moment.loop.entrySeconds, rate, clip) : [];
      const wanted = [...new Set([...piecesAhead(targetSeconds, rate, clip), ...afterSeam])];
      provide(wanted.slice(0, mostPieces), clock);
      noteEvenness(moment);
      const heardClock = output.heardAt(clock);
      if (heardClock === undefined) return silence();
      if (anchor && isTooFar(anchor, heardClock, moment)) {
        silence();
        unevenAt = clock;
      }
      if (!anchor && clock - unevenAt < settlingMilliseconds) return;
      anchor ??= { clockSeconds: heardClock, fileSeconds: targetSeconds, rate };
      for (const piece of pieces.values()) {
        if (piece.stop) continue;
        const start = startOf(piece, anchor, output.now());
        if (!start) continue;
        piece.sound ??= output.prepare(piece.wave);
        piece.stop = piece.sound(start);
      }
    },
    pause,
    expect: (fileSeconds) => {
      if (!hopeless) provide(piecesAhead(fileSeconds, reversed ? -1 : 1, clip), performance.now());
    },
    heard: (clock) => {
      const heardClock = output?.heardAt(clock);
      if (!anchor || heardClock === undefined) return undefined;
      const heard = heardAt(anchor, heardClock);
      const sounding = [...pieces.values()].some(
        ({ stop, startSeconds, durationSeconds }) =>
          stop && heard >= startSeconds && heard < startSeconds + durationSeconds,
      );
      return sounding ? heard : undefined;
    },
    close: () => {
      forget();
      output?.close();
    },
  };
}
