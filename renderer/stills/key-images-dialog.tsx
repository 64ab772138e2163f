import { X } from 'lucide-react';
import { useMemo, useState } from 'react';
import { mediaPaths } from '#common/contract/index.ts';
import {
  type ClipInfo,
  type KeyImage,
  keepKeyImage,
  keyImagesOf,
  noteKeyImage,
  type RecordChange,
  removeKeyImage,
} from '#common/domain/index.ts';
import { useApp, useRecord, useReview } from '../app/state/context.tsx';
import { describeError } from '../client/describe-error.ts';
import { stillsTexts } from '../texts/stills.ts';
import { formatCount, formatTime } from '../ui/format.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { OverlayDialog } from '../ui/overlay-dialog.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { drawingsOn, type KeyImageChoice, keyImageExport } from './key-image-export.ts';
import './stills.css';

const texts = stillsTexts.list;
const formats = ['png', 'jpeg'] as const;

/** The frames kept of the clip shown: to go there, to write on, to hand out. */
export const KeyImagesDialog = ({ onClose }: { onClose: () => void }) => {
  const clip = useReview((state) => state.clip);
  return (
    <OverlayDialog title={texts.title} className="key-images" onClose={onClose}>
      <h2>{texts.title}</h2>
      {clip ? <OfClip clip={clip} onClose={onClose} /> : <p>{stillsTexts.noClip}</p>}
    </OverlayDialog>
  );
};

const OfClip = ({ clip, onClose }: { clip: ClipInfo; onClose: () => void }) => {
  const { stores } = useApp();
  const items = useRecord((state) => state.items);
  const readOnly = useRecord((state) => state.readOnly);
  const images = useMemo(() => keyImagesOf(items, clip.id), [items, clip.id]);
  // The one on the screen when the dialog was asked for, even while the clip plays on.
  const [frame] = useState(() => {
    const { playing, shown, target } = stores.review.getState();
    return playing ? (shown ?? target) : target;
  });
  const edit = (title: string, changes: readonly RecordChange[]) => {
    stores.record.getState().edit(title, changes);
  };
  const keep = () => {
    const image = { id: crypto.randomUUID(), clipId: clip.id, frame, createdAt: new Date().toISOString() };
    edit(stillsTexts.edits.keep(frame), keepKeyImage(items, image));
  };
  return (
    <>
      {readOnly !== null && <p className="label">{readOnly}</p>}
      {images.length === 0 ? (
        <p className="key-images__empty">
          {texts.empty} <kbd className="key">{texts.keepKey}</kbd>
        </p>
      ) : (
        <ol className="key-images__list" aria-label={texts.count(images.length)}>
          {images.map((image) => (
            <Line
              key={image.id}
              image={image}
              disabled={readOnly !== null}
              onGo={() => {
                stores.review.getState().goTo(image.frame);
                onClose();
              }}
              onNote={(note) =>
                edit(stillsTexts.edits.note(image.frame), noteKeyImage(items, image.id, note))
              }
              onRemove={() => edit(stillsTexts.edits.remove(image.frame), removeKeyImage(items, image.id))}
            />
          ))}
        </ol>
      )}
      <div className="stills__end">
        <button
          type="button"
          className="button"
          disabled={readOnly !== null || images.some((image) => image.frame === frame)}
          onClick={keep}
        >
          {texts.keep(frame)}
        </button>
        {images.length > 0 && <ExportImages clip={clip} images={images} onClose={onClose} />}
      </div>
    </>
  );
};

type LineProps = {
  readonly image: KeyImage;
  readonly disabled: boolean;
  readonly onGo: () => void;
  readonly onNote: (note: string) => void;
  readonly onRemove: () => void;
};

const Line = ({ image, disabled, onGo, onNote, onRemove }: LineProps) => {
  const { clipId, frame } = image;
  const time = useReview((state) => state.times?.timestampsSeconds[frame]);
  const [note, setNote] = useState(image.note);
  return (
    <li className="key-image">
      <button type="button" className="key-image__go" onClick={onGo}>
        <img src={mediaPaths.thumbnail(clipId, frame)} alt="" loading="lazy" />
        <span className="key-image__numbers">
          <span className="visually-hidden">{texts.goTo}</span>
          <span className="key-image__frame">{formatCount(frame)}</span>
          <span className="label">{time === undefined ? '' : formatTime(time)}</span>
        </span>
      </button>
      <input
        className="field"
        value={note}
        maxLength={4000}
        disabled={disabled}
        placeholder={texts.notePlaceholder}
        aria-label={texts.note(frame)}
        onChange={(event) => setNote(event.target.value)}
        onBlur={() => onNote(note)}
        onKeyDown={(event) => event.code === 'Enter' && onNote(note)}
      />
      <IconButton icon={X} label={texts.remove(frame)} disabled={disabled} onPress={onRemove} />
    </li>
  );
};

type ExportImagesProps = {
  readonly clip: ClipInfo;
  readonly images: readonly KeyImage[];
  readonly onClose: () => void;
};

const ExportImages = ({ clip, images, onClose }: ExportImagesProps) => {
  const { client } = useApp();
  const items = useRecord((state) => state.items);
  const [choice, setChoice] = useState<KeyImageChoice>({
    format: 'png',
    frameNumbers: false,
    drawings: true,
  });
  const [starting, setStarting] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const change = (changed: Partial<KeyImageChoice>) => setChoice((before) => ({ ...before, ...changed }));
  const hasDrawings = drawingsOn(items, clip, images).length > 0;
  const start = async (): Promise<void> => {
    setStarting(true);
    setFailure(null);
    try {
      // Null: the person closed the dialog that asks for the place, and may want to change something here.
      if ((await client.exports.start(keyImageExport(items, clip, images, choice))) !== null)
        return onClose();
    } catch (error) {
      setFailure(describeError(error).message);
    }
    setStarting(false);
  };
  return (
    <>
      <Segmented
        label={texts.format}
        value={choice.format}
        options={formats.map((value) => ({ value, name: texts.formats[value] }))}
        onChange={(format) => change({ format })}
      />
      <label className="stills__option">
        <input
          type="checkbox"
          checked={choice.frameNumbers}
          onChange={(event) => change({ frameNumbers: event.target.checked })}
        />
        {texts.numbers}
      </label>
      <label className="stills__option" data-disabled={!hasDrawings || undefined}>
        <input
          type="checkbox"
          checked={choice.drawings && hasDrawings}
          disabled={!hasDrawings}
          onChange={(event) => change({ drawings: event.target.checked })}
        />
        {texts.drawings(hasDrawings)}
      </label>
      <button
        type="button"
        className="button button--person stills__main"
        disabled={starting}
        onClick={() => void start()}
      >
        {starting ? texts.starting : texts.export(images.length)}
      </button>
      {failure && (
        <p className="stills__problem" role="alert">
          {failure}
        </p>
      )}
    </>
  );
};
