import { type FormEvent, useState } from 'react';
import { putItem } from '#common/domain/index.ts';
import { useApp, useDrawing } from '../app/state/context.tsx';
import { drawingTexts as texts } from '../texts/drawing.ts';
import type { PicturePlace } from '../ui/picture-place.ts';
import { keepDrawing } from './drawing-edits.ts';

/** Asks for the words of a text, or for a known length, beside what was drawn. */
export const DrawingQuestionBox = ({ place }: { place: PicturePlace }) => {
  const question = useDrawing((state) => state.question);
  if (question?.clipId !== place.clip.id) return null;
  const [x, y] = question.kind === 'text' ? question.at : question.points[1];
  const style = {
    left: Math.max(4, place.left + Math.min(0.98, Math.max(0, x)) * place.width),
    top: Math.max(4, place.top + Math.min(0.9, Math.max(0, y)) * place.height),
  };
  return (
    <div className="popover drawing-question" style={style}>
      {question.kind === 'text' ? <TextBox frame={question.frame} /> : <LengthBox />}
    </div>
  );
};

const TextBox = ({ frame }: { frame: number }) => {
  const app = useApp();
  const { ask } = app.stores.drawing.getState();
  const [text, setText] = useState('');
  const keep = (event: FormEvent) => {
    event.preventDefault();
    const question = app.stores.drawing.getState().question;
    if (question?.kind !== 'text') return;
    ask(null);
    if (text.trim() === '') return;
    const { clipId, at } = question;
    keepDrawing(app, { clipId, frame, shape: 'text', points: [at], text: text.trim() });
  };
  return (
    <form onSubmit={keep}>
      <input
        className="field"
        aria-label={texts.words}
        placeholder={texts.words}
        maxLength={200}
        // biome-ignore lint/a11y/noAutofocus: it was opened to type in it
        autoFocus
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => event.key === 'Escape' && ask(null)}
      />
    </form>
  );
};

const LengthBox = () => {
  const { stores } = useApp();
  const [problem, setProblem] = useState(false);
  const keep = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const { question, ask } = stores.drawing.getState();
    if (question?.kind !== 'length') return;
    const form = new FormData(event.currentTarget);
    // A comma is a decimal point in half of the world.
    const length = Number(String(form.get('length')).trim().replace(',', '.'));
    const unit = String(form.get('unit')).trim() || 'm';
    if (!(length > 0) || length > 1e6) return setProblem(true);
    const { clipId, points } = question;
    ask(null);
    const item = {
      kind: 'calibration',
      id: clipId,
      clipId,
      points,
      length,
      unit: unit.slice(0, 12),
    } as const;
    stores.record.getState().edit(texts.edits.calibrate, [putItem(item)]);
    stores.drawing.getState().choose('distance');
  };
  return (
    <form className="drawing-question__length" onSubmit={keep}>
      <label>
        <span className="label">{texts.length}</span>
        {/* biome-ignore lint/a11y/noAutofocus: it was opened to type in it */}
        <input className="field" name="length" inputMode="decimal" autoComplete="off" autoFocus />
      </label>
      <label>
        <span className="label">{texts.unit}</span>
        <input className="field" name="unit" defaultValue="m" maxLength={12} autoComplete="off" />
      </label>
      <button type="submit" className="button">
        {texts.keep}
      </button>
      <p className="label" role={problem ? 'alert' : undefined}>
        {problem ? texts.notALength : texts.lengthHelp}
      </p>
    </form>
  );
};
