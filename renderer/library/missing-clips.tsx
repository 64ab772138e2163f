import { FileX, X } from 'lucide-react';
import { type DragEvent, useState } from 'react';
import type { MissingClip } from '#common/domain/index.ts';
import { useApp, useProjects } from '../app/state/context.tsx';
import { libraryTexts as texts } from '../texts/library.ts';
import { IconButton } from '../ui/icon-button.tsx';
import type { ClipCounts } from './counts-by-clip.ts';

export type MissingClipsProps = {
  readonly missing: readonly MissingClip[];
  readonly canChoose: boolean;
  readonly counts: ReadonlyMap<string, ClipCounts>;
};

/** Clips whose files are gone or hold something else, and the ways to have them back. */
export const MissingClips = ({ missing, canChoose, counts }: MissingClipsProps) => {
  const find = useProjects((state) => state.findMissing);
  const finding = useProjects((state) => state.finding);
  return (
    <section className="missing" aria-label={texts.missing(missing.length)}>
      <header className="missing__head">
        <h3>{texts.missing(missing.length)}</h3>
        <button type="button" className="button" disabled={finding} onClick={() => void find(true)}>
          {finding ? `${texts.finding} …` : texts.find}
        </button>
      </header>
      <ul>
        {missing.map((clip) => (
          <MissingItem key={clip.clipId} clip={clip} canChoose={canChoose} counts={counts.get(clip.clipId)} />
        ))}
      </ul>
    </section>
  );
};

type MissingItemProps = {
  readonly clip: MissingClip;
  readonly canChoose: boolean;
  readonly counts: ClipCounts | undefined;
};

const MissingItem = ({ clip, canChoose, counts }: MissingItemProps) => {
  const { actions, stores } = useApp();
  const refreshMissing = useProjects((state) => state.refreshMissing);
  const relink = useProjects((state) => state.relink);
  const chooseRelink = useProjects((state) => state.chooseRelink);
  const [over, setOver] = useState(false);
  const belongings = texts.counts(counts?.events ?? 0, counts?.proposals ?? 0);

  const drop = async (event: DragEvent) => {
    const [file] = event.dataTransfer.files;
    if (!file) return;
    event.preventDefault();
    setOver(false);
    // A browser does not tell where a file lies: what is sent is known again by what it holds.
    if (await relink(clip, file)) return;
    await actions.openFile(file);
    await refreshMissing();
    const isStillMissing = stores.projects.getState().missing.some(({ clipId }) => clipId === clip.clipId);
    if (isStillMissing) stores.notices.getState().tell('note', texts.another(file.name, clip.name));
  };
  const choose = () => {
    if (canChoose) void chooseRelink(clip);
    else document.querySelector<HTMLInputElement>('#open-clip')?.click();
  };
  return (
    <li
      className="missing__clip"
      data-over={over || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => void drop(event)}
    >
      <FileX size={16} strokeWidth={1.75} aria-hidden />
      <div className="missing__words">
        <p className="clip__name" title={clip.name}>
          {clip.name}
        </p>
        <p className="label">{over ? texts.dropHere : clip.reason}</p>
        {belongings.length > 0 && <p className="label clip__counts">{belongings.join(' · ')}</p>}
        <button
          type="button"
          className="button missing__choose"
          aria-label={texts.chooseFileOf(clip.name)}
          onClick={choose}
        >
          {texts.chooseFile}
        </button>
      </div>
      <IconButton
        icon={X}
        label={texts.remove(clip.name)}
        onPress={() => void actions.removeClip({ id: clip.clipId, name: clip.name })}
      />
    </li>
  );
};
