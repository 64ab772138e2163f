import { useEffect, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import { mediaPaths } from '#common/contract/index.ts';
import {
  type ClipInfo,
  type FrameRange,
  frameRangeLength,
  keyImagesOf,
  type Stroboscope,
  stroboscopeMoments,
} from '#common/domain/index.ts';
import { useApp, useEvents, useRecord, useReview } from '../app/state/context.tsx';
import { describeError } from '../client/describe-error.ts';
import { stillsTexts } from '../texts/stills.ts';
import { formatRange } from '../ui/format.ts';
import { OverlayDialog } from '../ui/overlay-dialog.tsx';
import { chosenMoments, type MomentsChoice, mostMoments } from './stroboscope-choice.ts';
import { MomentFields, OrderFields } from './stroboscope-fields.tsx';
import { StroboscopePicture } from './stroboscope-picture.tsx';
import { createStroboscopePreview } from './stroboscope-preview.ts';
import './stills.css';

const texts = stillsTexts.stroboscope;
const usualCount = 7;

/** A moving figure at several moments in one picture, made while one chooses. */
export const StroboscopeDialog = ({ onClose }: { onClose: () => void }) => {
  const clip = useReview((state) => state.clip);
  const range = useChosenRange(clip);
  const { least } = stroboscopeMoments;
  return (
    <OverlayDialog title={texts.title} className="stroboscope" onClose={onClose}>
      <h2>{texts.title}</h2>
      {!clip || !range ? (
        <p>{texts.selectRange}</p>
      ) : frameRangeLength(range) < least ? (
        <p>{texts.tooShort(formatRange(range), least)}</p>
      ) : (
        <OfRange clip={clip} range={range} onClose={onClose} />
      )}
    </OverlayDialog>
  );
};

/** The range selected, else that of the event selected last. */
function useChosenRange(clip: ClipInfo | null): FrameRange | null {
  const selection = useReview((state) => state.selection);
  const selected = useEvents((state) => state.selected.at(-1));
  const event = useRecord((state) => state.items.event.get(selected ?? ''));
  return selection ?? (event && event.clipId === clip?.id ? event.range : null);
}

type OfRangeProps = {
  readonly clip: ClipInfo;
  readonly range: FrameRange;
  readonly onClose: () => void;
};

const OfRange = ({ clip, range, onClose }: OfRangeProps) => {
  const { client } = useApp();
  const times = useReview((state) => state.times?.timestampsSeconds);
  const items = useRecord((state) => state.items);
  const [moments, setMoments] = useState<MomentsChoice>({
    way: 'even',
    count: Math.min(usualCount, mostMoments(range)),
    typed: '',
  });
  const [order, setOrder] = useState<Pick<Stroboscope, 'onTop' | 'numbers'>>({
    onTop: 'latest',
    numbers: true,
  });
  const [preview] = useState(() => createStroboscopePreview({ failed: texts.failed }));
  const [starting, setStarting] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const frames = useMemo(() => chosenMoments(moments, range, times), [moments, range, times]);
  const choice = useMemo(() => frames && { range, frames, ...order }, [range, frames, order]);
  const address = choice && mediaPaths.stroboscope(clip.id, choice);
  const { ask, cancel, close } = preview.getState();
  const status = useStore(preview, (state) => state.status);

  useEffect(() => {
    if (address) ask(address);
  }, [address, ask]);
  useEffect(() => close, [close]);

  const keyImages = keyImagesOf(items, clip.id)
    .map(({ frame }) => frame)
    .filter((frame) => frame >= range.start && frame <= range.end)
    .slice(0, stroboscopeMoments.most);

  const start = async (): Promise<void> => {
    if (!choice) return;
    setStarting(true);
    setFailure(null);
    const { frames: at, ...rest } = choice;
    const request = { kind: 'stroboscope', clipId: clip.id, choice: { ...rest, frames: [...at] } } as const;
    try {
      // Null: the person closed the dialog that asks for the place, and may want to change something here.
      if ((await client.exports.start(request)) !== null) return onClose();
    } catch (error) {
      setFailure(describeError(error).message);
    }
    setStarting(false);
  };

  return (
    <>
      <StroboscopePicture
        preview={preview}
        size={clip}
        frames={frames ?? []}
        onCancel={cancel}
        onAgain={() => address && ask(address)}
      />
      <MomentFields
        range={range}
        moments={moments}
        frames={frames}
        keyImages={keyImages}
        onChange={setMoments}
      />
      <OrderFields order={order} onChange={setOrder}>
        <button
          type="button"
          className="button button--person stills__main"
          disabled={!choice || starting || status === 'failed'}
          onClick={() => void start()}
        >
          {starting ? texts.starting : texts.export}
        </button>
      </OrderFields>
      {failure && (
        <p className="stills__problem" role="alert">
          {failure}
        </p>
      )}
    </>
  );
};
