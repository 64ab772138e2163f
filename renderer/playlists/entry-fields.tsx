import { Link, Trash2 } from 'lucide-react';
import { useId, useState } from 'react';
import {
  noteEntry,
  type Playlist,
  type PlaylistEntry,
  removeEntry,
  setSyncFrame,
  trimEntry,
} from '#common/domain/index.ts';
import { useApp, useHost, useRecord } from '../app/state/context.tsx';
import { playlistsTexts as texts } from '../texts/playlists.ts';
import { formatRange } from '../ui/format.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { useEntryFacts } from './use-entry-facts.ts';

export type EntryFieldsProps = { readonly playlist: Playlist; readonly entry: PlaylistEntry };

/** The entry in hand: its own range, where it stands beside others, a note. */
export const EntryFields = ({ playlist, entry }: EntryFieldsProps) => {
  const { stores } = useApp();
  const { change, syncHere, select } = stores.playlists.getState();
  const readOnly = useRecord((state) => state.readOnly !== null);
  const frameCount = useHost((state) => state.clips?.find(({ id }) => id === entry.clipId)?.frameCount);
  const [problem, setProblem] = useState<string | null>(null);
  const { range, syncFrame } = entry;
  const last = (frameCount ?? range.end + 1) - 1;
  const place = playlist.entries.indexOf(entry) + 1;
  const state = useEntryFacts()(entry).state;

  /** The number written, or null with a sentence. */
  const read = (words: string): number | null => {
    const frame = /^\d{1,9}$/.test(words.trim()) ? Number(words) : Number.NaN;
    const isFrame = frame <= last;
    setProblem(isFrame ? null : texts.unknownFrame(last));
    return isFrame ? frame : null;
  };
  const trim = (edge: 'start' | 'end', words: string) => {
    const frame = read(words);
    if (frame === null) return;
    const next = { ...range, [edge]: frame };
    if (next.start > next.end) return setProblem(texts.reversed);
    change(texts.edits.trim, (now) => trimEntry(now, entry.id, next, last + 1));
    goTo(frame);
  };
  const sync = (words: string) => {
    if (words.trim() === '') {
      change(texts.edits.sync, (now) => setSyncFrame(now, entry.id, null));
      return;
    }
    const frame = read(words);
    if (frame === null) return;
    if (frame < range.start || frame > range.end) return setProblem(texts.syncRange(formatRange(range)));
    change(texts.edits.sync, (now) => setSyncFrame(now, entry.id, frame));
    goTo(frame);
  };
  /** Where the entry's clip is under review. */
  const goTo = (frame: number) => {
    const { clip, goTo: show } = stores.review.getState();
    if (clip?.id === entry.clipId) show(frame);
  };

  return (
    <fieldset className="entry-in-hand" disabled={readOnly}>
      <legend className="visually-hidden">{texts.details(place)}</legend>
      <div className="entry-in-hand__frames">
        <FrameField label={texts.first} value={range.start} onPut={(words) => trim('start', words)} />
        <FrameField label={texts.last} value={range.end} onPut={(words) => trim('end', words)} />
        <FrameField
          label={texts.sync}
          help={texts.syncHelp}
          value={syncFrame}
          placeholder={texts.syncFirst}
          onPut={sync}
        />
      </div>
      {problem !== null && (
        <p className="entry-in-hand__problem" role="alert">
          {problem}
        </p>
      )}
      {state !== 'there' && <p className="entry-in-hand__problem">{texts.problemHelp[state]}</p>}
      <div className="entry-in-hand__tools">
        <NoteField
          note={entry.note}
          onPut={(note) => change(texts.edits.note, (now) => noteEntry(now, entry.id, note))}
        />
        <IconButton icon={Link} label={texts.syncHere} keyName={texts.syncKey} onPress={syncHere} />
        <IconButton
          icon={Trash2}
          label={texts.removeEntry}
          keyName={texts.removeKey}
          onPress={() => {
            change(texts.edits.removeEntry, (now) => removeEntry(now, entry.id));
            select(null);
          }}
        />
      </div>
    </fieldset>
  );
};

type FrameFieldProps = {
  readonly label: string;
  readonly help?: string;
  readonly value: number | null;
  readonly placeholder?: string;
  readonly onPut: (words: string) => void;
};

const FrameField = ({ label, help, value, placeholder, onPut }: FrameFieldProps) => {
  const id = useId();
  const [draft, setDraft] = useState<string | null>(null);
  const given = value === null ? '' : String(value);
  const keep = () => {
    if (draft !== null && draft !== given) onPut(draft);
    setDraft(null);
  };
  return (
    <div title={help}>
      <label className="label" htmlFor={id}>
        {label}
      </label>
      <input
        id={id}
        className="field"
        inputMode="numeric"
        placeholder={placeholder}
        value={draft ?? given}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={keep}
        onKeyDown={(event) => {
          if (event.key === 'Enter') keep();
          if (event.key !== 'Escape') return;
          setDraft(null);
          event.currentTarget.blur();
        }}
      />
    </div>
  );
};

const NoteField = ({ note, onPut }: { note: string; onPut: (note: string) => void }) => {
  const [draft, setDraft] = useState<string | null>(null);
  const keep = () => {
    if (draft !== null && draft !== note) onPut(draft);
    setDraft(null);
  };
  return (
    <input
      className="field"
      aria-label={texts.note}
      placeholder={texts.note}
      value={draft ?? note}
      maxLength={4000}
      onChange={(event) => setDraft(event.target.value)}
      onBlur={keep}
      onKeyDown={(event) => {
        if (event.key === 'Enter') keep();
        if (event.key !== 'Escape') return;
        setDraft(null);
        event.currentTarget.blur();
      }}
    />
  );
};
