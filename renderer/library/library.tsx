import { FolderKanban, Plus } from 'lucide-react';
import { useMemo, useRef, useState } from 'react';
import type { ClipInfo } from '#common/domain/index.ts';
import { useApp, useHost, useProjects, useRecord } from '../app/state/context.tsx';
import { libraryTexts as texts } from '../texts/library.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { ClipItem } from './clip-item.tsx';
import { countsByClip } from './counts-by-clip.ts';
import { MissingClips } from './missing-clips.tsx';
import { walkList } from './walk-list.ts';
import './library.css';

/** The open project's clips. */
export const Library = () => {
  const { actions, stores } = useApp();
  const clips = useHost((state) => state.clips);
  const canChoose = useHost((state) => state.info?.canChooseFiles ?? false);
  const project = useProjects((state) => state.current);
  const missing = useProjects((state) => state.missing);
  const events = useRecord((state) => state.items.event);
  const proposals = useRecord((state) => state.items.proposal);
  const [search, setSearch] = useState('');
  const list = useRef<HTMLUListElement>(null);
  const counts = useMemo(() => countsByClip(events, proposals), [events, proposals]);
  const found = useMemo(() => clips?.filter((clip) => fits(clip, search)), [clips, search]);
  const open = () => {
    if (canChoose) void actions.chooseClip();
    else document.querySelector<HTMLInputElement>('#open-clip')?.click();
  };
  const isEmpty = clips?.length === 0 && missing.length === 0;
  return (
    <section className="library" aria-label={texts.library}>
      <header className="library__head">
        <h2 title={project?.name}>{project?.name ?? texts.library}</h2>
        <IconButton
          icon={FolderKanban}
          label={texts.projects}
          keyName={texts.projectsKey}
          onPress={() => stores.dialogs.getState().open('projects')}
        />
        <IconButton icon={Plus} label={texts.open} keyName={texts.openKey} onPress={open} />
      </header>
      {clips !== null && clips.length > 0 && (
        <input
          className="field library__search"
          type="search"
          aria-label={texts.search}
          placeholder={texts.searchHint}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'ArrowDown') {
              event.preventDefault();
              list.current?.querySelector<HTMLElement>('[data-row]')?.focus();
            } else if (event.key === 'Escape') {
              if (search === '') event.currentTarget.blur();
              else setSearch('');
            }
          }}
        />
      )}
      {clips === null && <p className="library__note">{texts.loading} …</p>}
      {isEmpty && (
        <div className="library__note">
          <p>{texts.empty}</p>
          <button type="button" className="button" onClick={open}>
            {texts.open}
          </button>
        </div>
      )}
      {found?.length === 0 && search !== '' && <p className="library__note">{texts.none}</p>}
      <div className="library__list">
        <ul ref={list} aria-label={texts.clips} onKeyDown={walkList}>
          {found?.map((clip) => (
            <ClipItem key={clip.id} clip={clip} counts={counts.get(clip.id)} />
          ))}
        </ul>
        {missing.length > 0 && <MissingClips missing={missing} canChoose={canChoose} counts={counts} />}
      </div>
    </section>
  );
};

/** Every word of the search is found somewhere. */
function fits(clip: ClipInfo, search: string): boolean {
  const words = [texts.words(clip), ...texts.marks(clip)].join(' ').toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => words.includes(word));
}
