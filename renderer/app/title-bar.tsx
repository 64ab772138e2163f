import { formatCount } from '../ui/format.ts';
import { keyName } from './keys.ts';
import { isMac } from './platform.ts';
import { useHost, useQuestions, useReview } from './state/context.tsx';
import { shellTexts as texts } from './texts.ts';

/** `project ▸ clip`, the engine, and the way to every action. */
export const TitleBar = ({ onCommands }: { onCommands: () => void }) => {
  const clip = useReview((state) => state.clip);
  return (
    <header className="title-bar">
      <h1 className="title-bar__clip">
        <span className="title-bar__project">
          {texts.project} <span aria-hidden="true">▸</span>{' '}
        </span>
        {clip?.name ?? texts.noClip}
        {clip && <span className="visually-hidden">, {formatCount(clip.frameCount)} frames</span>}
      </h1>
      <EngineStatus />
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
      engine: {engine.name} · {engine.device} · {engine.local ? texts.local : texts.remote}
      <span className={`engine-status__dot${busy ? ' engine-status__dot--busy' : ''}`} aria-hidden="true" />
      {busy && <span className="visually-hidden">busy</span>}
    </p>
  );
};
