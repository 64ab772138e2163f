import { createStore } from 'zustand/vanilla';
import type { ClipInfo } from '#common/domain/index.ts';
import type { Client } from '../../client/client.ts';
import { describeError } from '../../client/describe-error.ts';
import { compareTexts as texts } from '../../texts/compare.ts';
import { linkPictures } from './compare-link.ts';
import { type CompareState, type Comparison, otherSide } from './compare-state.ts';
import { sharedLoop } from './frame-lookup.ts';
import type { NoticesStore } from './notices-store.ts';
import type { RecordStore } from './record-store.ts';
import { createReviewStore, type ReviewStore } from './review-store.ts';
import { findPoint, flipPoint, framesOfPoint, keepPoint, noPoint } from './sync-point.ts';

export type CompareStoreParts = {
  readonly client: Client;
  /** The left picture. */
  readonly review: ReviewStore;
  readonly record: RecordStore;
  readonly notices: NoticesStore;
  /** Shows another clip under review, for changing sides. */
  readonly openClip: (clip: ClipInfo) => Promise<void>;
  readonly createId?: () => string;
};

/** Two pictures: two clips, or two moments of one. */
export function createCompareStore(parts: CompareStoreParts) {
  const { client, review: left, record, notices, openClip, createId = () => crypto.randomUUID() } = parts;
  const right = createReviewStore();
  const tell = (text: string) => notices.getState().tell('note', text);
  let point = noPoint;
  let opening = new AbortController();
  let isSwapping = false;
  /** To come back to, for the clip under review. */
  let last: { readonly leftId: string; readonly comparison: Comparison } | null = null;

  const clips = () => {
    const [a, b] = [left.getState().clip, right.getState().clip];
    return a && b ? { left: a, right: b } : null;
  };
  const pauseBoth = () => {
    for (const picture of [left, right]) {
      const { playing, led, shown, target, goTo } = picture.getState();
      if (playing || led !== null) goTo(shown ?? target);
    }
  };
  const syncInRecord = () => framesOfPoint(record.getState().items.sync, point);

  const store = createStore<CompareState>()((set, get) => {
    const isOff = () => get().mode === 'off';

    /** Where both begin, once the right clip's index is there. */
    const begin = ({ events }: Comparison) => {
      const sync = syncInRecord();
      if (events && sync) left.getState().goTo(sync.left);
      set({ sync, linked: sync !== null, focus: sync ? 'left' : 'right' });
      const [a, b] = [left.getState(), right.getState()];
      if (events && a.clip && a.times && b.clip && b.times) {
        left
          .getState()
          .setLoop(
            sharedLoop(
              { times: a.times.timestampsSeconds, range: events.left, clip: a.clip },
              { times: b.times.timestampsSeconds, range: events.right, clip: b.clip },
            ),
          );
      }
      if (!sync) tell(texts.findTheInstant);
    };

    return {
      mode: 'off',
      right,
      focus: 'left',
      sync: null,
      linked: false,
      zoomLinked: true,
      blend: 'mix',
      opacity: 0.5,
      open: async (comparison) => {
        const { clip, mode, frame = 0, events } = comparison;
        const { clip: leftClip, times, speed } = left.getState();
        if (!leftClip) return;
        opening.abort();
        opening = new AbortController();
        const { signal } = opening;
        last = { leftId: leftClip.id, comparison };
        point = findPoint(record.getState().items.sync, { left: leftClip.id, right: clip.id }, comparison);
        pauseBoth();
        set({ mode, focus: 'left', linked: false, sync: null });
        right.getState().showClip(clip);
        right.setState({ speed });
        right.getState().goTo(syncInRecord()?.right ?? events?.right.start ?? frame);
        try {
          const isSame = leftClip.id === clip.id;
          const told =
            (isSame ? times : null) ?? (await client.clips.frameTimes({ clipId: clip.id }, { signal }));
          if (signal.aborted) return;
          right.getState().setTimes(clip.id, told);
          begin(comparison);
        } catch (error) {
          if (!signal.aborted) right.getState().setPictureProblem(describeError(error).message);
        }
      },
      close: () => {
        if (isOff()) return;
        opening.abort();
        pauseBoth();
        if (last?.comparison.events) left.getState().setLoop(null);
        if (last) {
          const { comparison } = last;
          const frame = right.getState().target;
          last = { ...last, comparison: { ...comparison, frame, syncId: point.id ?? comparison.syncId } };
        }
        set({ mode: 'off', focus: 'left', sync: null, linked: false });
        right.getState().showClip(null);
      },
      toggle: (mode) => {
        if (get().mode === mode) get().close();
        else if (!isOff()) set({ mode });
        else if (last && last.leftId === left.getState().clip?.id) {
          void get().open({ ...last.comparison, mode });
        } else return false;
        return true;
      },
      focusOn: (focus) => {
        const { focus: before, linked } = get();
        if (isOff() || focus === before) return;
        const [from, to] = before === 'left' ? [left, right] : [right, left];
        const { playing, direction, speed } = from.getState();
        set({ focus });
        if (!playing || !linked) return;
        from.getState().pause();
        to.setState({ playing: true, led: null, direction, speed });
      },
      swap: () => {
        const shown = clips();
        if (isOff() || !shown) return;
        pauseBoth();
        const [a, b] = [left.getState(), right.getState()];
        const { linked, focus, sync, mode } = get();
        point = flipPoint(point);
        set({ linked: false, sync: null });
        if (shown.left.id !== shown.right.id) {
          isSwapping = true;
          void openClip(shown.right);
          isSwapping = false;
          right.getState().showClip(shown.left);
          if (a.times) right.getState().setTimes(shown.left.id, a.times);
        }
        left.getState().goTo(b.target);
        right.getState().goTo(a.target);
        left.getState().setLoop(b.loop);
        last = {
          leftId: shown.right.id,
          comparison: { clip: shown.left, mode: mode === 'overlay' ? mode : 'side' },
        };
        set({ sync: sync && { left: sync.right, right: sync.left }, linked, focus: otherSide(focus) });
      },
      setSync: (frames, title, mergeKey) => {
        const shown = clips();
        if (!shown) return;
        if (record.getState().readOnly !== null) point = { ...noPoint, unkept: frames };
        else point = { ...point, id: point.id ?? createId() };
        set({ sync: frames, linked: true });
        if (point.id === null) return;
        const ids = { left: shown.left.id, right: shown.right.id };
        record.getState().edit(title, [keepPoint(point.id, point.flipped, ids, frames)], mergeKey);
      },
      syncHere: () => {
        if (isOff()) return;
        pauseBoth();
        const frames = { left: left.getState().target, right: right.getState().target };
        get().setSync(frames, texts.syncTitle);
        tell(texts.synced(frames.left, frames.right));
      },
      nudge: (frames) => {
        const { sync, linked } = get();
        if (isOff()) return;
        pauseBoth();
        const { clip, target, step } = right.getState();
        if (!sync || !linked) return step(frames);
        const there = Math.max(0, Math.min((clip?.frameCount ?? 1) - 1, target + frames));
        get().setSync({ left: left.getState().target, right: there }, texts.nudgeTitle, 'nudge-sync');
      },
      toggleLink: () => {
        if (isOff()) return;
        if (!get().sync) tell(texts.notSynced);
        else set(({ linked }) => ({ linked: !linked }));
      },
      toggleZoomLink: () => set(({ zoomLinked }) => ({ zoomLinked: !zoomLinked })),
      toggleDifference: () =>
        set(({ mode, blend }) => {
          if (mode === 'off') return {};
          const isShown = mode === 'overlay' && blend === 'difference';
          return { mode: 'overlay', blend: isShown ? 'mix' : 'difference' };
        }),
      setOpacity: (opacity) => set({ opacity, blend: 'mix' }),
    };
  });

  left.subscribe(({ clip }, before) => {
    if (clip?.id !== before.clip?.id && !isSwapping) store.getState().close();
  });
  // Undo and redo, also those of another window.
  record.subscribe(({ items }, before) => {
    const { mode, sync: now, linked } = store.getState();
    if (items.sync === before.items.sync || point.id === null || mode === 'off') return;
    const sync = syncInRecord();
    if (sync?.left === now?.left && sync?.right === now?.right) return;
    store.setState({ sync, linked: sync !== null && (linked || now === null) });
  });
  linkPictures(store, { left, right });
  return store;
}
