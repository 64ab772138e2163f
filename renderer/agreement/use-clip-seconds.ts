import { useMemo } from 'react';
import { clipSeconds } from '#common/domain/index.ts';
import { useReview } from '../app/state/context.tsx';

/** The open clip's frames in seconds and all of its frames; null for another clip, and until its index has arrived. */
export function useClipSeconds(clipId: string | undefined) {
  const clip = useReview((state) => state.clip);
  const times = useReview((state) => state.times);
  return useMemo(
    () =>
      clip && times && clip.id === clipId
        ? { times: clipSeconds(clip, times), whole: { start: 0, end: Math.max(0, clip.frameCount - 1) } }
        : null,
    [clip, times, clipId],
  );
}
