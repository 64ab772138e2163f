import { useStore } from 'zustand';
import type { Size } from '#common/domain/index.ts';
import { stillsTexts } from '../texts/stills.ts';
import type { createStroboscopePreview } from './stroboscope-preview.ts';

const texts = stillsTexts.stroboscope;

export type StroboscopePictureProps = {
  readonly preview: ReturnType<typeof createStroboscopePreview>;
  /** Of the clip: the place keeps its shape while the picture is made. */
  readonly size: Size;
  readonly frames: readonly number[];
  readonly onCancel: () => void;
  readonly onAgain: () => void;
};

/** The picture as it will be written, or why there is none. */
export const StroboscopePicture = ({ preview, size, frames, onCancel, onAgain }: StroboscopePictureProps) => {
  const { status, picture, note, problem } = useStore(preview, (state) => state);
  return (
    <div className="stroboscope__preview">
      <div
        className="stroboscope__place"
        data-status={status}
        style={{ aspectRatio: `${size.width} / ${size.height}` }}
      >
        {picture !== null && status !== 'failed' && <img src={picture} alt={texts.picture(frames)} />}
        {status === 'working' && (
          <p className="stroboscope__words" role="status">
            {texts.working}
            <button type="button" className="button" onClick={onCancel}>
              {texts.cancel}
            </button>
          </p>
        )}
        {status === 'cancelled' && (
          <p className="stroboscope__words" role="status">
            {texts.cancelled}
            <button type="button" className="button" onClick={onAgain}>
              {texts.again}
            </button>
          </p>
        )}
        {status === 'failed' && (
          <p className="stroboscope__words stills__problem" role="alert">
            {problem}
          </p>
        )}
      </div>
      <p className="label stroboscope__note">{status === 'ready' ? note : ''}</p>
    </div>
  );
};
