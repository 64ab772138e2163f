import { useMemo, useRef } from 'react';
import type { DrawingItem } from '#common/domain/index.ts';
import { useRecord } from '../app/state/context.tsx';

/** The drawings to be seen on a frame; the same list as long as they are the same ones, for playing asks often. */
export function useDrawingsOn(clipId: string, frame: number): readonly DrawingItem[] {
  const drawings = useRecord((state) => state.items.drawing);
  const ofClip = useMemo(
    () => [...drawings.values()].filter((drawing) => drawing.clipId === clipId),
    [drawings, clipId],
  );
  const before = useRef<readonly DrawingItem[]>([]);
  const shown = ofClip.filter(({ range }) => range.start <= frame && frame <= range.end);
  const isSame =
    shown.length === before.current.length && shown.every((drawing, at) => drawing === before.current[at]);
  if (!isSame) before.current = shown;
  return before.current;
}
