import { keyImagesOf } from '#common/domain/index.ts';
import { useApp, useRecord } from '../app/state/context.tsx';
import { stillsTexts as texts } from '../texts/stills.ts';
import { frameToX, pixelsPerFrame, type Scale } from './scale.ts';

/** Diamonds on the ruler where key images are; a click goes there. By keyboard there are keys and the list. */
export const KeyImageMarks = ({ scale, clipId }: { scale: Scale; clipId: string }) => {
  const { stores } = useApp();
  const items = useRecord((state) => state.items);
  const images = keyImagesOf(items, clipId).filter(
    ({ frame }) => frame + 1 >= scale.start && frame <= scale.end,
  );
  return images.map(({ id, frame, note }) => (
    <button
      key={id}
      type="button"
      tabIndex={-1}
      className="key-image-mark"
      style={{ left: frameToX(scale, frame) + Math.min(pixelsPerFrame(scale), 12) / 2 }}
      aria-label={texts.mark(frame, note)}
      title={texts.mark(frame, note)}
      onClick={() => stores.review.getState().goTo(frame)}
    />
  ));
};
