import { useMemo } from 'react';
import { useStore } from 'zustand';
import { type ClipInfo, lengthText, motionAt, type Track, type TrackScale } from '#common/domain/index.ts';
import { useApp, useCompare, useRecord } from '../app/state/context.tsx';
import { trackTexts as texts } from '../texts/drawing.ts';

/** The paths of a clip. */
export function useTracksOf(clipId: string): readonly Track[] {
  const tracks = useRecord((state) => state.items.track);
  return useMemo(() => [...tracks.values()].filter((track) => track.clipId === clipId), [tracks, clipId]);
}

const noTimes: readonly number[] = [];

/** The real times of a clip that is shown, on the left or on the right; none before they are known. */
export function useTimesOf(clipId: string): readonly number[] {
  const left = useStore(useApp().stores.review, ({ clip, times }) => (clip?.id === clipId ? times : null));
  const right = useStore(
    useCompare((state) => state.right),
    ({ clip, times }) => (clip?.id === clipId ? times : null),
  );
  return (left ?? right)?.timestampsSeconds ?? noTimes;
}

/** What turns a clip's paths into lengths and speeds. */
export function useTrackScale(clip: ClipInfo): TrackScale {
  const timestampsSeconds = useTimesOf(clip.id);
  const calibration = useRecord((state) => state.items.calibration.get(clip.id));
  return useMemo(
    () => ({ size: clip, calibration, timestampsSeconds }),
    [clip, calibration, timestampsSeconds],
  );
}

/** Way and speed at a frame in words; empty where the times are not known. */
export function motionWords(track: Track, frame: number, scale: TrackScale): string {
  const motion = scale.timestampsSeconds.length > 0 ? motionAt(track, frame, scale) : null;
  if (!motion) return '';
  const { distance, speed, unit } = motion;
  return texts.motion(
    lengthText({ length: distance, unit }),
    speed === null ? null : texts.speed(lengthText({ length: speed, unit })),
  );
}
