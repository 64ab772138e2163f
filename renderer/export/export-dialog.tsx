import { useEffect, useState } from 'react';
import { useApp, useHost, usePlaylists, useRecord, useReview } from '../app/state/context.tsx';
import { currentPlaylist } from '../app/state/playlists-store.ts';
import { describeError } from '../client/describe-error.ts';
import { exportTexts as texts } from '../texts/export.ts';
import { formatRange } from '../ui/format.ts';
import { OverlayDialog } from '../ui/overlay-dialog.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { burnInOf, type ExportChoice, exportParts, exportRequest } from './export-request.ts';
import { PlaylistChoice } from './playlist-choice.tsx';
import { RangeOptions } from './range-options.tsx';
import { recordBurnIn } from './record-burn-in.ts';
import './export.css';

const whats = ['frames', 'range', 'reel', 'stack'] as const;
const formats = ['png', 'jpeg'] as const;

/** Frames, a range or a playlist as files; the work itself is a job. */
export const ExportDialog = ({ onClose }: { onClose: () => void }) => {
  const { client, stores } = useApp();
  const clip = useReview((state) => state.clip);
  // The one on the screen when the dialog was asked for, even while the clip plays on.
  const [frame] = useState(() => {
    const { playing, shown, target } = stores.review.getState();
    return playing ? (shown ?? target) : target;
  });
  const selection = useReview((state) => state.selection);
  const chosen = usePlaylists((state) => state.chosen);
  const playlist = useRecord((state) => currentPlaylist(state.items.playlist.values(), chosen));
  const [exportAs] = useState(() => stores.playlists.getState().exportAs);
  useEffect(() => stores.playlists.getState().setExportAs(null), [stores]);
  const clips = useHost((state) => state.clips);
  const [choice, setChoice] = useState<ExportChoice>({
    what: exportAs ?? (selection ? 'range' : 'frames'),
    frames: 'this',
    format: 'png',
    cut: 'exact',
    sound: true,
    heard: null,
    frameNumbers: false,
    times: false,
    events: false,
    drawings: true,
  });
  const [failure, setFailure] = useState<string | null>(null);
  const [starting, setStarting] = useState(false);
  const items = useRecord((state) => state.items);
  const situation = { clip, frame, selection, playlist, clips: clips ?? [], items };
  const { request, problem } = exportRequest(choice, situation);
  const found = recordBurnIn(items, clips ?? [], exportParts(choice, situation));
  const change = (changed: Partial<ExportChoice>) => {
    setChoice((before) => ({ ...before, ...changed }));
    setFailure(null);
  };

  const start = async (): Promise<void> => {
    if (!request) return;
    setStarting(true);
    setFailure(null);
    try {
      // Null: the person closed the dialog that asks for the place, and may want to change something here.
      if ((await client.exports.start(request)) !== null) return onClose();
    } catch (error) {
      setFailure(describeError(error).message);
    }
    setStarting(false);
  };

  return (
    <OverlayDialog title={texts.export} className="export" onClose={onClose}>
      <h2>{texts.export}</h2>
      <Segmented
        label={texts.what}
        value={choice.what}
        options={whats.map((value) => ({ value, name: texts.whats[value] }))}
        onChange={(what) => change({ what })}
      />
      {choice.what === 'frames' && (
        <FrameOptions
          choice={choice}
          change={change}
          frame={frame}
          range={selection && formatRange(selection)}
        />
      )}
      {(choice.what === 'reel' || choice.what === 'stack') && (
        <PlaylistChoice choice={choice} change={change} playlist={playlist} />
      )}
      <RangeOptions
        choice={choice}
        change={change}
        found={found}
        burning={burnInOf(choice, situation) !== null}
      />
      {(failure ?? problem) && (
        <p className="export__problem" role="alert">
          {failure ?? problem}
        </p>
      )}
      <div className="export__end">
        <button
          type="button"
          className="button button--person"
          disabled={!request || starting}
          onClick={() => void start()}
        >
          {starting ? texts.starting : texts.export}
        </button>
      </div>
    </OverlayDialog>
  );
};

type FrameOptionsProps = {
  readonly choice: ExportChoice;
  readonly change: (changed: Partial<ExportChoice>) => void;
  readonly frame: number;
  readonly range: string | null;
};

const FrameOptions = ({ choice, change, frame, range }: FrameOptionsProps) => (
  <>
    <div className="export__row">
      <span className="export__name">{texts.framesOf}</span>
      <Segmented
        label={texts.framesOf}
        value={choice.frames}
        options={[
          { value: 'this', name: texts.thisFrame(frame) },
          { value: 'all', name: texts.allFrames(range ?? texts.theRange) },
        ]}
        onChange={(frames) => change({ frames })}
      />
    </div>
    <div className="export__row">
      <span className="export__name">{texts.format}</span>
      <Segmented
        label={texts.format}
        value={choice.format}
        options={formats.map((value) => ({ value, name: texts.formats[value] }))}
        onChange={(format) => change({ format })}
      />
      <span className="label">{texts.formatHelp[choice.format]}</span>
    </div>
  </>
);
