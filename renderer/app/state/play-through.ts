import { type ClipInfo, type Playlist, type PlaylistEntry, showableEntries } from '#common/domain/index.ts';
import type { ReviewState, ReviewStore } from './review-store.ts';

/** What is being played through, and the entry that it is at, by id. */
export type Through = { readonly playlistId: string; readonly entryId: string };

export type PlayThroughParts = {
  readonly review: ReviewStore;
  readonly clips: () => readonly ClipInfo[];
  readonly playlist: (id: string) => Playlist | undefined;
  readonly openClip: (clip: ClipInfo) => Promise<void>;
  readonly closeComparison: () => void;
  readonly prepare: (clipId: string) => void;
  readonly isLooped: () => boolean;
  readonly onChange: (through: Through | null) => void;
};

/** A frame is held no longer than this before the next entry, however long it is shown. */
const longestHold = 1;

/** Plays entry after entry by the one playhead there is; a person can pause, step and go on within an entry. */
export function createPlayThrough(parts: PlayThroughParts) {
  const { review, clips, playlist, openClip, closeComparison, prepare, isLooped, onChange } = parts;
  let at: { readonly playlistId: string; readonly entry: PlaylistEntry } | null = null;
  /** Grows with each entry shown, so that one shown late knows that it is. */
  let turn = 0;
  let isShowing = false;
  let hold: ReturnType<typeof setTimeout> | undefined;

  const entriesOf = (playlistId: string): readonly PlaylistEntry[] => {
    const found = playlist(playlistId);
    return found ? showableEntries(found, clips()).shown : [];
  };
  const release = () => {
    clearTimeout(hold);
    hold = undefined;
  };
  const leave = () => {
    release();
    if (!at) return;
    at = null;
    onChange(null);
  };

  /** True once the entry's first frame is asked for, false where another was shown meanwhile. */
  const show = async (entry: PlaylistEntry): Promise<boolean> => {
    const own = ++turn;
    const clip = clips().find(({ id }) => id === entry.clipId);
    if (!clip) return false;
    isShowing = true;
    release();
    closeComparison();
    const { start } = entry.range;
    try {
      if (review.getState().clip?.id !== clip.id) {
        const opened = openClip(clip);
        // Else the clip's own first picture would be shown before it.
        review.getState().goTo(start);
        // An answer may take a clip that opens at its first frame to its own evidence: that must be over.
        const timed = until(clip.id, ({ times }) => times !== null);
        await (start === 0 ? opened : Promise.race([opened, timed]));
        if (own !== turn || review.getState().clip?.id !== clip.id) return false;
      }
      review.getState().setLoop(null);
      review.getState().goTo(start);
      // Played before its first picture is there, a short entry would be over before it was seen.
      await until(
        clip.id,
        ({ shown, target, pictureProblem }) => shown === start || target !== start || pictureProblem !== null,
      );
      return own === turn && review.getState().target === start;
    } finally {
      if (own === turn) isShowing = false;
    }
  };

  /** Ends once this is so of the clip, or another clip is shown. */
  const until = (clipId: string, isSo: (state: ReviewState) => boolean): Promise<void> =>
    new Promise((resolve) => {
      const isOver = (state: ReviewState) => state.clip?.id !== clipId || isSo(state);
      if (isOver(review.getState())) return resolve();
      const stop = review.subscribe((state) => {
        if (!isOver(state)) return;
        stop();
        resolve();
      });
    });

  const playEntry = async (playlistId: string, entry: PlaylistEntry, plays: boolean): Promise<void> => {
    at = { playlistId, entry };
    onChange({ playlistId, entryId: entry.id });
    const next = neighbour(playlistId, entry.id, 1);
    if (next && next.clipId !== entry.clipId) prepare(next.clipId);
    if (!(await show(entry)) || at?.entry !== entry) return;
    if (!plays) return;
    const state = review.getState();
    if (entry.range.start === entry.range.end) endEntry(state, entry.range.end);
    else if (!state.playing) state.togglePlay();
  };

  const neighbour = (playlistId: string, entryId: string, by: 1 | -1): PlaylistEntry | undefined => {
    const entries = entriesOf(playlistId);
    const place = entries.findIndex(({ id }) => id === entryId);
    const next = entries[place + by];
    return next ?? (isLooped() ? entries.at(by === 1 ? 0 : -1) : undefined);
  };

  const goOn = () => {
    if (!at) return;
    release();
    const { playlistId, entry } = at;
    const next = neighbour(playlistId, entry.id, 1);
    if (next) void playEntry(playlistId, next, true);
    else {
      leave();
      review.getState().goTo(entry.range.end);
    }
  };

  /** The last frame stays as long as it is shown; then comes the next entry. */
  const endEntry = ({ times, speed, target, clip }: ReviewState, end: number): void => {
    if (target > end) {
      goOn();
      return;
    }
    const from = times?.timestampsSeconds[end];
    const clipEnd = clip ? clip.firstTimestampSeconds + clip.durationSeconds : undefined;
    const until = times?.timestampsSeconds[end + 1] ?? clipEnd;
    const seconds = from === undefined || until === undefined ? 0 : (until - from) / Math.max(0.01, speed);
    hold = setTimeout(goOn, 1000 * Math.max(0, Math.min(longestHold, seconds)));
    review.getState().goTo(end);
  };

  const follow = () => {
    if (!at || isShowing) return;
    const state = review.getState();
    const { start, end } = at.entry.range;
    // The clock's first step may lie a moment before its own start.
    const isOnItsWay = state.playing && state.direction === 1;
    const isElsewhere = state.clip?.id !== at.entry.clipId || (state.target < start && !isOnItsWay);
    if (hold !== undefined) {
      // A person stepped away or went on by hand.
      if (state.playing || state.target !== end) release();
      else return;
    }
    if (isElsewhere) leave();
    else if (state.playing && state.direction === 1 && state.target >= end) endEntry(state, end);
    else if (!state.playing && state.target > end) leave();
  };

  let isDue = false;
  let wasPlaying = false;
  review.subscribe((state) => {
    if (!at || isDue) return;
    // A clip that ends with the entry stops by itself.
    const endsHere = wasPlaying && !state.playing && state.target === at.entry.range.end;
    const isLast = state.target === (state.clip?.frameCount ?? 0) - 1;
    wasPlaying = state.playing;
    if (endsHere && isLast && hold === undefined && !isShowing) return endEntry(state, state.target);
    isDue = true;
    // After whoever else follows the playhead has seen this step of it.
    queueMicrotask(() => {
      isDue = false;
      follow();
    });
  });

  return {
    show,
    /** False where there is nothing to show. */
    play(playlistId: string, entryId?: string): boolean {
      const entries = entriesOf(playlistId);
      const entry = entries.find(({ id }) => id === entryId) ?? entries[0];
      if (entry) void playEntry(playlistId, entry, true);
      return entry !== undefined;
    },
    /** False where there is no further entry. */
    step(playlistId: string, entryId: string | null, by: 1 | -1): boolean {
      const from = at?.playlistId === playlistId ? at.entry.id : entryId;
      const entry = from === null ? entriesOf(playlistId)[0] : neighbour(playlistId, from, by);
      if (!entry) return false;
      void playEntry(playlistId, entry, at !== null && (review.getState().playing || hold !== undefined));
      return true;
    },
    /** Ends it and pauses. */
    stop(): void {
      turn += 1;
      isShowing = false;
      const { playing, goTo, shown, target } = review.getState();
      if (at && playing) goTo(shown ?? target);
      leave();
    },
  };
}
