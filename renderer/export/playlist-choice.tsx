import { type LeftOutEntry, type Playlist, playlistsByName, showableEntries } from '#common/domain/index.ts';
import { useApp, useHost, useRecord } from '../app/state/context.tsx';
import { exportTexts as texts } from '../texts/export.ts';
import { playlistsTexts } from '../texts/playlists.ts';
import { formatRange } from '../ui/format.ts';
import type { ExportChoice } from './export-request.ts';

export type PlaylistChoiceProps = {
  readonly choice: ExportChoice;
  readonly change: (changed: Partial<ExportChoice>) => void;
  readonly playlist: Playlist | undefined;
};

/** Which playlist is exported, what of it, and whose sound is heard where several are seen at once. */
export const PlaylistChoice = ({ choice, change, playlist }: PlaylistChoiceProps) => {
  const { stores } = useApp();
  const playlists = useRecord((state) => state.items.playlist);
  const clips = useHost((state) => state.clips) ?? [];
  if (!playlist) return null;
  const { shown, leftOut } = showableEntries(playlist, clips);
  const nameOf = (clipId: string) => clips.find(({ id }) => id === clipId)?.name ?? '';
  return (
    <div className="playlist-choice">
      <label className="export__row">
        <span className="export__name">{playlistsTexts.choose}</span>
        <select
          className="field"
          value={playlist.id}
          onChange={(event) => stores.playlists.getState().choose(event.target.value)}
        >
          {playlistsByName(playlists.values()).map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <ol className="playlist-choice__list">
        {shown.map(({ id, clipId, range, syncFrame }, at) => (
          <li key={id} className="playlist-choice__entry">
            {at + 1}. {formatRange(range)}{' '}
            <span className="label">
              {nameOf(clipId)}
              {choice.what === 'stack' && ` · ${playlistsTexts.syncAt(syncFrame ?? range.start)}`}
            </span>
          </li>
        ))}
      </ol>
      {leftOutWords(leftOut).map((words) => (
        <p key={words} className="export__problem">
          {words}
        </p>
      ))}
      {choice.what === 'stack' && (
        <label className="export__row">
          <span className="export__name">{texts.heard}</span>
          <select
            className="field"
            value={choice.heard ?? ''}
            onChange={(event) =>
              change({ heard: event.target.value === '' ? null : Number(event.target.value) })
            }
          >
            <option value="">{texts.heardNone}</option>
            {shown.map(({ id, clipId, range }, at) => (
              <option key={id} value={at}>
                {texts.heardOf(at + 1, formatRange(range), nameOf(clipId))}
              </option>
            ))}
          </select>
        </label>
      )}
    </div>
  );
};

/** One sentence for each reason. */
function leftOutWords(leftOut: readonly LeftOutEntry[]): readonly string[] {
  return (['missing', 'outside'] as const).flatMap((state) => {
    const places = leftOut.filter((each) => each.state === state).map(({ place }) => place + 1);
    return places.length > 0 ? [playlistsTexts.leftOut(places, state)] : [];
  });
}
