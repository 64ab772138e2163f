import { Crosshair, FileDown, Play, Plus, Trash2 } from 'lucide-react';
import {
  type ClipInfo,
  pointOn,
  type Track,
  type TrackView,
  trackRange,
  trackTable,
  trackViews,
} from '#common/domain/index.ts';
import { useApp, useDrawing, useReview, useTracks } from '../app/state/context.tsx';
import { drawingTexts, trackTexts as texts } from '../texts/drawing.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { followFrom, radiusFor, removeTrack, setPointByKeys } from './track-edits.ts';
import { motionWords, useTrackScale } from './use-tracks.ts';

type TrackToolsProps = { readonly clip: ClipInfo; readonly track: Track | undefined };

/** How paths are made, and what is known of the one in hand. */
export const TrackTools = ({ clip, track }: TrackToolsProps) => {
  const { stores } = useApp();
  const mode = useDrawing((state) => state.trackMode);
  const view = useDrawing((state) => state.trackView);
  const { changeTracks } = stores.drawing.getState();
  return (
    <>
      <Segmented
        label={texts.mode}
        value={mode}
        options={(['search', 'by-hand'] as const).map((value) => ({
          value,
          name: texts.modes[value],
          help: texts.modeHelp[value],
        }))}
        onChange={(trackMode) => changeTracks({ trackMode })}
      />
      {mode === 'search' && <RadiusField clip={clip} />}
      <select
        className="field track-tools__view"
        aria-label={texts.view}
        value={view}
        onChange={(event) => changeTracks({ trackView: event.target.value as TrackView })}
      >
        {trackViews.map((each) => (
          <option key={each} value={each}>
            {texts.views[each]}
          </option>
        ))}
      </select>
      {track ? (
        <TrackInHand clip={clip} track={track} />
      ) : (
        <>
          <span className="label track-tools__words">{drawingTexts.help.track}</span>
          <PointByKeys clip={clip} track={undefined} />
        </>
      )}
    </>
  );
};

const RadiusField = ({ clip }: { clip: ClipInfo }) => {
  const { stores } = useApp();
  const chosen = useDrawing((state) => state.trackRadius);
  const radius = radiusFor(clip, chosen);
  return (
    <label className="track-tools__radius">
      <span className="label">{texts.radiusShort}</span>
      <input
        key={radius}
        className="field drawing-tools__frame"
        aria-label={texts.radius}
        inputMode="numeric"
        defaultValue={radius}
        onBlur={(event) => {
          const trackRadius = Math.round(Number(event.target.value));
          if (trackRadius >= 3 && trackRadius <= 200) stores.drawing.getState().changeTracks({ trackRadius });
          else event.target.value = String(radius);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' || event.key === 'Escape') event.currentTarget.blur();
        }}
      />
    </label>
  );
};

/** For whoever cannot point. */
const PointByKeys = ({ clip, track }: TrackToolsProps) => {
  const app = useApp();
  const frame = useReview((state) => state.shown ?? state.target);
  return (
    <IconButton
      icon={Crosshair}
      label={texts.byKeys}
      onPress={() => setPointByKeys(app, clip, frame, track)}
    />
  );
};

const TrackInHand = ({ clip, track }: { clip: ClipInfo; track: Track }) => {
  const app = useApp();
  const frame = useReview((state) => state.shown ?? state.target);
  const scale = useTrackScale(clip);
  const searching = useTracks((state) => (state.searching?.trackId === track.id ? state.searching : null));
  const lost = useTracks((state) => (state.lost?.trackId === track.id ? state.lost : null));
  const range = trackRange(track);
  const here = pointOn(track.points, frame);
  const save = () => {
    const blob = new Blob(['\ufeff', trackTable(track, scale)], { type: 'text/csv;charset=utf-8' });
    const url = URL.createObjectURL(blob);
    const link = document.createElement('a');
    link.href = url;
    link.download = texts.fileName(clip.name, range.start);
    link.click();
    URL.revokeObjectURL(url);
  };
  const words = motionWords(track, frame, scale);
  return (
    <>
      <span className="label track-tools__words" title={texts.motionHelp}>
        {searching
          ? texts.at(searching.frame)
          : lost && lost.frame === frame
            ? texts.lostHere
            : here
              ? words
              : texts.noPoint}
      </span>
      {searching ? (
        <button
          type="button"
          className="button button--plain"
          onClick={() => app.stores.tracks.getState().cancel()}
        >
          {texts.cancel}
        </button>
      ) : (
        <IconButton
          icon={Play}
          label={texts.follow}
          disabled={!here}
          onPress={() => void followFrom(app, { clip, track, frame })}
        />
      )}
      {!here && <PointByKeys clip={clip} track={track} />}
      <IconButton icon={FileDown} label={texts.save} onPress={save} />
      <IconButton
        icon={Plus}
        label={texts.another}
        onPress={() => {
          app.stores.drawing.getState().choose('track');
          app.stores.drawing.getState().select(null);
        }}
      />
      <IconButton icon={Trash2} label={texts.remove} keyName="Del" onPress={() => removeTrack(app, track)} />
    </>
  );
};
