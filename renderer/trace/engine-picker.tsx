import { ChevronDown } from 'lucide-react';
import { Button, Dialog, DialogTrigger, Popover, Radio, RadioGroup } from 'react-aria-components';
import { type EngineCard, engineFacts } from '#common/domain/index.ts';
import { useQuestions } from '../app/state/context.tsx';
import { traceTexts as texts } from '../texts/trace.ts';

/** The engine that will answer, with what it is, knows and declines. */
export const EnginePicker = () => {
  const engines = useQuestions((state) => state.engines);
  const engineId = useQuestions((state) => state.engineId);
  const choose = useQuestions((state) => state.chooseEngine);
  const chosen = engines.find((engine) => engine.id === engineId);
  if (!chosen) return <p className="label">{texts.noEngine}</p>;
  return (
    <DialogTrigger>
      <Button className="button button--plain engine-button">
        <span className="visually-hidden">{texts.engine}: </span>
        <span className="engine-button__name">
          {chosen.name} · {chosen.device}
        </span>
        <ChevronDown size={13} aria-hidden />
      </Button>
      <Popover className="popover engine-popover" placement="bottom start" offset={4}>
        <Dialog aria-label={texts.engine} className="engine-dialog">
          <RadioGroup aria-label={texts.engine} value={chosen.id} onChange={choose}>
            {engines.map((engine) => (
              <Radio key={engine.id} value={engine.id} className="engine-option">
                <CardDetails engine={engine} />
              </Radio>
            ))}
          </RadioGroup>
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
};

const CardDetails = ({ engine }: { engine: EngineCard }) => (
  <div className="engine-card">
    <p>
      <strong>{engine.name}</strong>{' '}
      <span className="label">
        {engine.device} · {engine.local ? texts.local : texts.remote}
      </span>
    </p>
    <p>{engine.summary}</p>
    {engineFacts(engine).length > 0 && <p className="label">{engineFacts(engine).join(' · ')}</p>}
    {engine.knows.length > 0 && <Row name={texts.knows} values={engine.knows} />}
    {engine.declines.length > 0 && <Row name={texts.declines} values={engine.declines} />}
  </div>
);

const Row = ({ name, values }: { name: string; values: readonly string[] }) => (
  <p>
    <span className="label">{name}:</span> {values.join(', ')}
  </p>
);
