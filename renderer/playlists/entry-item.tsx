import { Link, Play, TriangleAlert } from 'lucide-react';
import type { DragEvent } from 'react';
import { mediaPaths } from '#common/contract/index.ts';
import { frameRangeLength, type PlaylistEntry } from '#common/domain/index.ts';
import { playlistsTexts as texts } from '../texts/playlists.ts';
import { formatCount, formatRange, formatSeconds } from '../ui/format.ts';
import type { KnownEntry } from './use-entry-facts.ts';

export type EntryItemProps = {
  readonly entry: PlaylistEntry;
  readonly facts: KnownEntry;
  /** Counted from 1. */
  readonly place: number;
  readonly count: number;
  readonly selected: boolean;
  readonly playing: boolean;
  readonly draggable: boolean;
  /** Where a dragged entry would come. */
  readonly gap: 'before' | 'after' | null;
  readonly onPress: () => void;
  readonly onOpen: () => void;
  readonly onDragStart: () => void;
  readonly onDragOver: (event: DragEvent) => void;
  readonly onDragEnd: () => void;
};

/** One entry: its picture, what it is of, which frames, how long. */
export const EntryItem = (props: EntryItemProps) => {
  const { entry, facts, place, count, selected, playing, gap } = props;
  const { clipId, range, syncFrame, note } = entry;
  const problem = facts.state === 'there' ? '' : texts.problems[facts.state];
  const seconds = facts.isTimed ? formatSeconds(facts.seconds) : '';
  const spoken = texts.spoken({
    place,
    count,
    code: facts.code,
    clip: facts.clipName,
    range: formatRange(range),
    length: texts.length(frameRangeLength(range), seconds),
    problem,
    sync: syncFrame === null ? '' : texts.syncAt(syncFrame),
    note: [facts.labels, note].filter((part) => part !== '').join(', '),
  });
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list has the focus and the keys, as a listbox does
    <div
      id={`entry-${entry.id}`}
      role="option"
      tabIndex={-1}
      className="entry"
      aria-selected={selected}
      aria-posinset={place}
      aria-setsize={count}
      data-gap={gap ?? undefined}
      data-playing={playing || undefined}
      data-problem={problem === '' ? undefined : facts.state}
      draggable={props.draggable}
      onClick={props.onPress}
      onDoubleClick={props.onOpen}
      onDragStart={(event) => {
        event.dataTransfer.effectAllowed = 'move';
        props.onDragStart();
      }}
      onDragOver={props.onDragOver}
      onDragEnd={props.onDragEnd}
    >
      <span className="visually-hidden">{spoken}</span>
      <span className="entry__place" aria-hidden="true">
        {place}
      </span>
      {facts.state === 'there' ? (
        <img
          src={mediaPaths.frame(clipId, syncFrame ?? range.start, 'jpg', { width: 128, height: 72 })}
          alt=""
          loading="lazy"
          draggable={false}
        />
      ) : (
        <span className="entry__no-picture">
          <TriangleAlert size={16} aria-hidden />
        </span>
      )}
      <span className="entry__words" aria-hidden="true">
        <span className="entry__code">
          {facts.colour && <span className="entry__mark" style={{ background: facts.colour }} />}
          <span className="entry__name">{facts.code === '' ? texts.range : facts.code}</span>
          <span className="entry__labels">{facts.labels}</span>
          {playing && <Play size={12} className="entry__playing" aria-hidden />}
        </span>
        <span className="entry__frames">
          {formatRange(range)}
          {syncFrame !== null && (
            <span className="entry__sync">
              <Link size={10} aria-hidden /> {formatCount(syncFrame)}
            </span>
          )}
          <span className="entry__length">{seconds}</span>
        </span>
        <span className="entry__clip">
          {problem === '' ? facts.clipName : problem}
          {note !== '' && <span className="entry__note"> · {note}</span>}
        </span>
      </span>
    </div>
  );
};
