import {
  ArrowUpRight,
  Circle,
  CopyPlus,
  type LucideIcon,
  Minus,
  MousePointer2,
  MoveHorizontal,
  Pencil,
  Route,
  Ruler,
  Spotlight,
  Timer,
  Trash2,
  TriangleRight,
  Type,
  X,
} from 'lucide-react';
import {
  type Calibration,
  type DrawingItem,
  lengthText,
  putItem,
  removeItem,
  type Track,
} from '#common/domain/index.ts';
import { useApp, useDrawing, useEvents, useRecord, useReview } from '../app/state/context.tsx';
import { type DrawingTool, drawingColours, drawingSizes } from '../app/state/drawing-store.ts';
import { drawingTexts as texts } from '../texts/drawing.ts';
import { formatRange } from '../ui/format.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { changeDrawing, hasLetters, removeDrawing, selectedEvent } from './drawing-edits.ts';
import { changeTrack, trackStrokeShare } from './track-edits.ts';
import { TrackTools } from './track-tools.tsx';

const tools: readonly { readonly tool: DrawingTool; readonly icon: LucideIcon; readonly key?: string }[] = [
  { tool: 'select', icon: MousePointer2, key: 'Shift 1' },
  { tool: 'line', icon: Minus, key: 'Shift 2' },
  { tool: 'arrow', icon: ArrowUpRight, key: 'Shift 3' },
  { tool: 'path', icon: Pencil, key: 'Shift 4' },
  { tool: 'ellipse', icon: Circle, key: 'Shift 5' },
  { tool: 'text', icon: Type, key: 'Shift 6' },
  { tool: 'angle', icon: TriangleRight, key: 'Shift 7' },
  { tool: 'distance', icon: MoveHorizontal, key: 'Shift 8' },
  { tool: 'spotlight', icon: Spotlight, key: 'Shift 9' },
  { tool: 'calibrate', icon: Ruler },
  { tool: 'track', icon: Route, key: 'Alt P' },
  { tool: 'chronometer', icon: Timer, key: 'Alt C' },
];

const strokes = Object.keys(drawingSizes) as readonly (keyof typeof drawingSizes)[];

/** The tools, while a person draws. */
export const DrawingTools = () => {
  const { stores } = useApp();
  const on = useDrawing((state) => state.on);
  const tool = useDrawing((state) => state.tool);
  const clip = useReview((state) => state.clip);
  const drawing = useSelectedDrawing();
  const track = useSelectedTrack(clip?.id);
  const calibration = useRecord((state) => state.items.calibration.get(clip?.id ?? ''));
  const { choose, setOn } = stores.drawing.getState();
  if (!on || !clip) return null;
  return (
    <div className="drawing-tools" role="toolbar" aria-label={texts.tools}>
      <div className="drawing-tools__row">
        {tools.map(({ tool: each, icon, key }) => (
          <IconButton
            key={each}
            icon={icon}
            label={texts.toolNames[each]}
            keyName={key}
            pressed={tool === each}
            onPress={() => choose(each)}
          />
        ))}
        <span className="drawing-tools__gap" />
        <Colours drawing={drawing} track={track} />
        <span className="drawing-tools__gap" />
        <Strokes drawing={drawing} track={track} />
        <span className="drawing-tools__done">
          <IconButton icon={X} label={texts.done} keyName="D" onPress={() => setOn(false)} />
        </span>
      </div>
      <div className="drawing-tools__row drawing-tools__row--second">
        {drawing ? (
          <DrawingPlace drawing={drawing} />
        ) : track || tool === 'track' ? (
          <TrackTools clip={clip} track={track} />
        ) : (
          <>
            <span className="label">{texts.help[tool]}</span>
            {(tool === 'distance' || tool === 'calibrate') && <Known calibration={calibration} />}
          </>
        )}
      </div>
    </div>
  );
};

function useSelectedDrawing(): DrawingItem | undefined {
  const selected = useDrawing((state) => state.selected);
  return useRecord((state) => (selected ? state.items.drawing.get(selected) : undefined));
}

function useSelectedTrack(clipId: string | undefined): Track | undefined {
  const selected = useDrawing((state) => state.selected);
  const track = useRecord((state) => (selected ? state.items.track.get(selected) : undefined));
  return track?.clipId === clipId ? track : undefined;
}

type ForDrawing = { readonly drawing: DrawingItem | undefined; readonly track: Track | undefined };

const Colours = ({ drawing, track }: ForDrawing) => {
  const app = useApp();
  const chosen = useDrawing((state) => state.colour);
  const shown = (drawing ?? track)?.colour ?? chosen;
  return (
    <fieldset className="drawing-tools__colours">
      <legend className="visually-hidden">{texts.colour}</legend>
      {drawingColours.map((colour, at) => (
        <button
          key={colour}
          type="button"
          className="drawing-tools__colour"
          aria-label={texts.colours[at]}
          aria-pressed={colour === shown}
          style={{ background: colour }}
          onClick={() => {
            app.stores.drawing.getState().setColour(colour);
            if (drawing) changeDrawing(app, drawing, { colour });
            else if (track) changeTrack(app, track, { colour });
          }}
        />
      ))}
    </fieldset>
  );
};

const Strokes = ({ drawing, track }: ForDrawing) => {
  const app = useApp();
  const chosen = useDrawing((state) => state.size);
  const factor = track ? trackStrokeShare : drawing && hasLetters(drawing.shape) ? 6 : 1;
  const item = drawing ?? track;
  const shown = item ? item.size / factor : chosen;
  return (
    <fieldset className="drawing-tools__colours">
      <legend className="visually-hidden">{texts.stroke}</legend>
      {strokes.map((stroke) => {
        const size = drawingSizes[stroke];
        return (
          <button
            key={stroke}
            type="button"
            className="drawing-tools__stroke"
            aria-label={texts.strokes[stroke]}
            aria-pressed={Math.abs(size - shown) < 1e-6}
            onClick={() => {
              app.stores.drawing.getState().setSize(size);
              if (drawing) changeDrawing(app, drawing, { size: size * factor });
              else if (track) changeTrack(app, track, { size: size * factor });
            }}
          >
            <span style={{ height: Math.round(size * 500) }} />
          </button>
        );
      })}
    </fieldset>
  );
};

/** On which frames the selected drawing is shown, and what else can be done with it. */
const DrawingPlace = ({ drawing }: { drawing: DrawingItem }) => {
  const app = useApp();
  const frame = useReview((state) => state.shown ?? state.target);
  const last = useReview((state) => Math.max(0, (state.clip?.frameCount ?? 1) - 1));
  const selection = useReview((state) => state.selection);
  const selected = useEvents((state) => state.selected);
  const event = useRecord((state) => selectedEvent(state.items, selected, drawing.clipId));
  const { range } = drawing;
  const show = (start: number, end: number) => {
    const first = Math.max(0, Math.min(last, Math.min(start, end)));
    changeDrawing(app, drawing, { range: { start: first, end: Math.max(first, Math.min(last, end)) } });
  };
  return (
    <>
      <span className="label">{texts.shownOn}</span>
      <FrameField
        label={texts.first}
        value={range.start}
        onChange={(start) => show(start, Math.max(start, range.end))}
      />
      <span className="label">–</span>
      <FrameField
        label={texts.last}
        value={range.end}
        onChange={(end) => show(Math.min(range.start, end), end)}
      />
      <button type="button" className="button button--plain" onClick={() => show(frame, frame)}>
        {texts.thisFrame}
      </button>
      {selection && (
        <button
          type="button"
          className="button button--plain"
          onClick={() => show(selection.start, selection.end)}
        >
          {texts.theRange(formatRange(selection))}
        </button>
      )}
      {event && (
        <button type="button" className="button button--plain" onClick={() => show(event.start, event.end)}>
          {texts.theEvent(formatRange(event))}
        </button>
      )}
      <span className="drawing-tools__gap" />
      <IconButton icon={CopyPlus} label={texts.next} onPress={() => copyToNext(app, drawing, frame, last)} />
      <IconButton
        icon={Trash2}
        label={texts.remove}
        keyName="Del"
        onPress={() => removeDrawing(app, drawing)}
      />
    </>
  );
};

/** A copy on the frame after the one shown, in hand and in view: for following a joint from frame to frame. */
function copyToNext(app: ReturnType<typeof useApp>, drawing: DrawingItem, frame: number, last: number): void {
  const next = Math.min(last, frame + 1);
  const copy: DrawingItem = { ...drawing, id: crypto.randomUUID(), range: { start: next, end: next } };
  if (!app.stores.record.getState().edit(texts.edits.draw(drawing.shape), [putItem(copy)])) return;
  app.stores.review.getState().goTo(next);
  app.stores.drawing.getState().select(copy.id);
}

const FrameField = ({
  label,
  value,
  onChange,
}: {
  label: string;
  value: number;
  onChange: (frame: number) => void;
}) => (
  <input
    // Takes the number again when it changes elsewhere.
    key={value}
    className="field drawing-tools__frame"
    aria-label={label}
    inputMode="numeric"
    defaultValue={value}
    onBlur={(event) => {
      const frame = Number(event.target.value);
      if (Number.isInteger(frame) && frame >= 0 && frame !== value) onChange(frame);
      else event.target.value = String(value);
    }}
    onKeyDown={(event) => {
      if (event.key === 'Enter' || event.key === 'Escape') event.currentTarget.blur();
    }}
  />
);

const Known = ({ calibration }: { calibration: Calibration | undefined }) => {
  const { stores } = useApp();
  if (!calibration) return <span className="label">{texts.uncalibrated}</span>;
  return (
    <>
      <span className="label">{texts.calibrated(lengthText(calibration))}</span>
      <button
        type="button"
        className="button button--plain"
        onClick={() => stores.record.getState().edit(texts.edits.forget, [removeItem(calibration)])}
      >
        {texts.forget}
      </button>
    </>
  );
};
