import { Clapperboard, Pencil, X } from 'lucide-react';
import { useRef, useState } from 'react';
import { mediaPaths } from '#common/contract/index.ts';
import type { ProjectSummary } from '#common/domain/index.ts';
import { useProjects } from '../app/state/context.tsx';
import { projectsTexts as texts } from '../texts/projects.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { NameField } from './name-field.tsx';

export type ProjectItemProps = {
  readonly project: ProjectSummary;
  readonly onOpen: () => void;
  readonly onForget: () => void;
};

export const ProjectItem = ({ project, onOpen, onForget }: ProjectItemProps) => {
  const rename = useProjects((state) => state.rename);
  const readOnly = useProjects((state) => project.isOpen && (state.current?.readOnly ?? null) !== null);
  const [naming, setNaming] = useState(false);
  const row = useRef<HTMLButtonElement>(null);
  const { name, problem, isOpen } = project;
  const leaveNaming = () => {
    setNaming(false);
    requestAnimationFrame(() => row.current?.focus());
  };
  if (naming) {
    return (
      <li className="project">
        <Poster project={project} />
        <NameField
          label={texts.renameField(name)}
          submit={texts.renameTo}
          initial={name}
          onSubmit={async (given) => {
            const refusal = given === name ? null : await rename(project.id, given);
            if (refusal === null) leaveNaming();
            return refusal;
          }}
          onCancel={leaveNaming}
        />
      </li>
    );
  }
  const when = project.openedAt === null ? texts.neverOpened : texts.opened(dayAndTime(project.openedAt));
  return (
    <li className="project" data-open={isOpen || undefined}>
      <button
        ref={row}
        type="button"
        className="project__open"
        data-row
        aria-current={isOpen || undefined}
        aria-keyshortcuts="F2 Delete"
        onClick={onOpen}
        onKeyDown={(event) => {
          if (event.key === 'F2') setNaming(true);
          else if (event.key === 'Delete') onForget();
          else return;
          event.preventDefault();
        }}
      >
        <Poster project={project} />
        <span className="project__words">
          <span className="project__name">{name}</span>
          {problem === null ? (
            <span className="label">{texts.counts(project)}</span>
          ) : (
            <span className="label project__problem">{problem}</span>
          )}
          <span className="label">
            {[isOpen ? texts.openNow : when, ...(readOnly ? [texts.readOnly] : [])].join(' · ')}
          </span>
        </span>
      </button>
      <span className="project__actions">
        <IconButton
          icon={Pencil}
          label={texts.rename(name)}
          keyName={texts.renameKey}
          onPress={() => setNaming(true)}
        />
        <IconButton
          icon={X}
          label={texts.forget(name)}
          keyName={texts.forgetKey}
          disabled={isOpen}
          onPress={onForget}
        />
      </span>
    </li>
  );
};

const Poster = ({ project }: { project: ProjectSummary }) => {
  const [failed, setFailed] = useState(false);
  if (failed || project.clipCount === 0) {
    return (
      <span className="project__poster">
        <Clapperboard size={20} strokeWidth={1.5} aria-hidden />
      </span>
    );
  }
  return (
    <span className="project__poster">
      <img src={mediaPaths.poster(project.id)} alt="" draggable={false} onError={() => setFailed(true)} />
    </span>
  );
};

const dayAndTime = (iso: string): string =>
  new Date(iso).toLocaleString('en', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
