import { Eye, PanelBottom, PanelLeft, PanelRight } from 'lucide-react';
import { useEffect } from 'react';
import { shellTexts as texts } from '../texts/app.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { keyName } from './keys.ts';
import { isMac } from './platform.ts';
import { useApp, useHost, useLayout, useProjects, useQuestions, useReview } from './state/context.tsx';

/** `project ▸ clip`, the engine, and the way to every action. */
export const TitleBar = ({ onCommands }: { onCommands: () => void }) => {
  const clip = useReview((state) => state.clip);
  const project = useProjects((state) => state.current?.name ?? null);
  const { dialogs } = useApp().stores;
  const name = clip?.name;
  useEffect(() => {
    document.title = [name, project, texts.product].filter((part) => part).join(' – ');
  }, [name, project]);
  return (
    <header className="title-bar">
      <h1 className="title-bar__clip">
        <button
          type="button"
          className="title-bar__project"
          aria-label={texts.projectNow(project ?? texts.project)}
          onClick={() => dialogs.getState().open('projects')}
        >
          {project ?? texts.project}
        </button>
        <span className="title-bar__project-mark" aria-hidden="true">
          ▸
        </span>
        {clip?.name ?? texts.noClip}
        {clip && <span className="visually-hidden">, {texts.frames(clip.frameCount)}</span>}
      </h1>
      <EngineStatus />
      <PanelSwitches />
      <button
        type="button"
        className="button button--plain"
        onClick={onCommands}
        aria-label={`${texts.commands}, ${keyName('Mod+KeyK', isMac)}`}
      >
        <kbd className="key">{keyName('Mod+KeyK', isMac)}</kbd>
      </button>
    </header>
  );
};

/** Why nothing can be changed here, for as long as that is so. */
export const ReadOnlyStrip = () => {
  const readOnly = useProjects((state) => state.current?.readOnly ?? null);
  if (readOnly === null) return null;
  return (
    <p className="read-only-strip" role="status">
      <Eye size={14} strokeWidth={1.75} aria-hidden />
      {readOnly}
    </p>
  );
};

const PanelSwitches = () => {
  const traceOpen = useLayout((state) => state.traceOpen);
  const timelineOpen = useLayout((state) => state.timelineOpen);
  const leftPanel = useLayout((state) => (state.view === 'review' ? state.leftPanel : 'none'));
  const change = useLayout((state) => state.change);
  return (
    <div className="title-bar__panels">
      <IconButton
        icon={PanelLeft}
        label={leftPanel === 'none' ? texts.showCodes : texts.hideLeft}
        keyName={leftPanel === 'playlists' ? 'Shift Y' : leftPanel === 'events' ? 'Shift L' : 'Shift C'}
        onPress={() => change({ view: 'review', leftPanel: leftPanel === 'none' ? 'codes' : 'none' })}
      />
      <IconButton
        icon={PanelBottom}
        label={timelineOpen ? texts.hideTimeline : texts.showTimeline}
        keyName="Shift T"
        onPress={() => change({ timelineOpen: !timelineOpen })}
      />
      <IconButton
        icon={PanelRight}
        label={traceOpen ? texts.hideTrace : texts.showTrace}
        keyName="T"
        onPress={() => change({ traceOpen: !traceOpen })}
      />
    </div>
  );
};

const EngineStatus = () => {
  const engine = useQuestions((state) => state.engines.find(({ id }) => id === state.engineId));
  const busy = useQuestions((state) => state.runs.some((run) => run.running));
  const connection = useHost((state) => state.connection);
  if (connection !== 'open') {
    return (
      <p className="engine-status engine-status--lost" role="status">
        {connection === 'lost' ? texts.reconnecting : texts.connecting} …
      </p>
    );
  }
  if (!engine) return <p className="engine-status">{texts.noEngine}</p>;
  return (
    <p className="engine-status">
      {texts.engine(engine.name, engine.device)} · {engine.local ? texts.local : texts.remote}
      <span className={`engine-status__dot${busy ? ' engine-status__dot--busy' : ''}`} aria-hidden="true" />
      {busy && <span className="visually-hidden">{texts.busy}</span>}
    </p>
  );
};
