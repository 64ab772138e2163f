import { useEffect, useMemo, useRef, useState } from 'react';
import type { ProjectSummary } from '#common/domain/index.ts';
import { useHost, useProjects } from '../app/state/context.tsx';
import { projectsTexts as texts } from '../texts/projects.ts';
import { OverlayDialog } from '../ui/overlay-dialog.tsx';
import { NameField } from './name-field.tsx';
import { ProjectItem } from './project-item.tsx';
import './projects.css';

/** Every project of this machine: open one, make one, name it anew, take it off the list. */
export const ProjectsDialog = ({ onClose }: { onClose: () => void }) => {
  const list = useProjects((state) => state.list);
  const refresh = useProjects((state) => state.refresh);
  const open = useProjects((state) => state.open);
  const create = useProjects((state) => state.create);
  const choose = useProjects((state) => state.choose);
  const forget = useProjects((state) => state.forget);
  const canChoose = useHost((state) => state.info?.canChooseFiles ?? false);
  const [search, setSearch] = useState('');
  const [making, setMaking] = useState(false);
  const [forgotten, setForgotten] = useState<ProjectSummary | null>(null);
  const [busy, setBusy] = useState(false);
  const searchBox = useRef<HTMLInputElement>(null);
  const listBox = useRef<HTMLUListElement>(null);

  useEffect(() => void refresh(), [refresh]);
  useEffect(() => {
    const make = (event: KeyboardEvent) => {
      if (event.code !== 'KeyN' || !event.altKey) return;
      event.preventDefault();
      setMaking(true);
    };
    window.addEventListener('keydown', make);
    return () => window.removeEventListener('keydown', make);
  }, []);
  const found = useMemo(
    () => list?.filter(({ name }) => name.toLowerCase().includes(search.trim().toLowerCase())),
    [list, search],
  );

  /** Leaves where another project is shown now; stays where that failed and was told. */
  const leaveAfter = async (work: Promise<boolean>) => {
    setBusy(true);
    const done = await work;
    setBusy(false);
    if (done) onClose();
  };
  const takeOff = async (project: ProjectSummary) => {
    if (!(await forget(project.id))) return;
    setForgotten(project);
    searchBox.current?.focus();
  };
  const focusRow = (row: number) =>
    listBox.current?.querySelectorAll<HTMLElement>('[data-row]')[row]?.focus();

  return (
    <OverlayDialog title={texts.title} className="projects" onClose={onClose}>
      <div className="projects__inner" aria-busy={busy}>
        <header className="projects__head">
          <h2>{texts.title}</h2>
          <input
            ref={searchBox}
            className="field"
            type="search"
            // biome-ignore lint/a11y/noAutofocus: a dialog that is opened to find something
            autoFocus
            aria-label={texts.search}
            placeholder={texts.search}
            value={search}
            onChange={(event) => setSearch(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'ArrowDown') {
                event.preventDefault();
                focusRow(0);
              }
              const [first] = found ?? [];
              if (event.key === 'Enter' && search !== '' && first) void leaveAfter(open(first.id));
            }}
          />
          {canChoose && (
            <button type="button" className="button" onClick={() => void leaveAfter(choose())}>
              {texts.choose} …
            </button>
          )}
          <button type="button" className="button" onClick={() => setMaking(true)}>
            {texts.create} <kbd className="key">{texts.createKey}</kbd>
          </button>
        </header>
        {making && (
          <NameField
            label={texts.name}
            placeholder={texts.namePlaceholder}
            submit={texts.createNamed}
            initial={list?.some(({ name }) => name === search.trim()) ? '' : search.trim()}
            onSubmit={async (name) => {
              await leaveAfter(create(name));
              return null;
            }}
            onCancel={() => setMaking(false)}
          />
        )}
        {forgotten && (
          <p className="projects__note" role="status">
            {texts.forgotten(forgotten.name)}{' '}
            <button type="button" className="button" onClick={() => void leaveAfter(open(forgotten.id))}>
              {texts.openAfterAll}
            </button>
          </p>
        )}
        {list === null && <p className="projects__note">{texts.loading} …</p>}
        {found?.length === 0 && <p className="projects__note">{texts.none}</p>}
        <ul
          ref={listBox}
          className="projects__list"
          aria-label={texts.list}
          onKeyDown={(event) => {
            const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-row]')];
            const at = rows.indexOf(event.target as HTMLElement);
            if (at < 0) return;
            const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key];
            if (next === undefined) return;
            event.preventDefault();
            if (next < 0) searchBox.current?.focus();
            else rows[Math.min(rows.length - 1, next)]?.focus();
          }}
        >
          {found?.map((project) => (
            <ProjectItem
              key={project.id}
              project={project}
              onOpen={() => (project.isOpen ? onClose() : void leaveAfter(open(project.id)))}
              onForget={() => void takeOff(project)}
            />
          ))}
        </ul>
        <footer className="projects__foot">
          <button type="button" className="button" onClick={onClose}>
            {texts.close}
          </button>
        </footer>
      </div>
    </OverlayDialog>
  );
};
