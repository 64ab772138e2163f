import { X } from 'lucide-react';
import { type FormEvent, useEffect, useState } from 'react';
import { type ServerSettings, type Settings, serverSettingsSchema } from '#common/contract/index.ts';
import { useApp, useQuestions } from '../app/state/context.tsx';
import { describeError } from '../client/describe-error.ts';
import { settingsTexts as texts } from '../texts/settings.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { OverlayDialog } from '../ui/overlay-dialog.tsx';
import { LookSection } from './look-section.tsx';
import { McpSection } from './mcp-section.tsx';
import { ModelsSection } from './models-section.tsx';
import { PaceSection } from './pace-section.tsx';
import { PlacesSection } from './places-section.tsx';
import './settings.css';

/** The look, the engine for new questions, and servers to ask. */
export const SettingsDialog = ({ onClose }: { onClose: () => void }) => {
  const { client, actions } = useApp();
  const [settings, setSettings] = useState<Settings | null>(null);
  const [problem, setProblem] = useState<string | null>(null);

  useEffect(() => {
    client.application
      .settings()
      .then(setSettings, (error: unknown) => setProblem(describeError(error).message));
  }, [client]);

  const save = async (change: Partial<Settings>): Promise<void> => {
    try {
      setSettings(await client.application.updateSettings(change));
      setProblem(null);
      await actions.loadEngines();
    } catch (error) {
      setProblem(describeError(error).message);
    }
  };

  return (
    <OverlayDialog title={texts.settings} className="settings" onClose={onClose}>
      <h2>{texts.settings}</h2>
      {settings && <LookSection settings={settings} save={save} />}
      {settings && <DefaultEngine settings={settings} save={save} />}
      <ModelsSection onChanged={() => void actions.loadEngines()} />
      {settings && <PaceSection settings={settings} save={save} />}
      {settings && <PlacesSection settings={settings} save={save} />}
      {settings && <Servers settings={settings} save={save} />}
      <McpSection />
      {problem && (
        <p className="settings__problem" role="alert">
          {problem}
        </p>
      )}
    </OverlayDialog>
  );
};

type PartProps = { readonly settings: Settings; readonly save: (change: Partial<Settings>) => Promise<void> };

const DefaultEngine = ({ settings, save }: PartProps) => {
  const engines = useQuestions((state) => state.engines);
  const choose = useQuestions((state) => state.chooseEngine);
  return (
    <label className="settings__row">
      <span>{texts.defaultEngine}</span>
      <select
        className="field settings__select"
        value={settings.defaultEngine}
        onChange={(event) => {
          choose(event.target.value);
          void save({ defaultEngine: event.target.value });
        }}
      >
        {!engines.some(({ id }) => id === settings.defaultEngine) && (
          <option value={settings.defaultEngine}>{settings.defaultEngine}</option>
        )}
        {engines.map((engine) => (
          <option key={engine.id} value={engine.id}>
            {engine.name}
          </option>
        ))}
      </select>
    </label>
  );
};

const Servers = ({ settings, save }: PartProps) => {
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState<string | null>(null);

  const add = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const entered = serverSettingsSchema.safeParse(enteredServer(new FormData(form)));
    if (!entered.success) {
      const field = entered.error.issues[0]?.path[0];
      return setProblem(limitFields.some((name) => name === field) ? texts.badLimit : texts.badAddress);
    }
    setProblem(null);
    setBusy(texts.connecting(entered.data.name));
    await save({ servers: [...settings.servers, entered.data] });
    setBusy(null);
    form.reset();
  };
  const remove = (server: ServerSettings) =>
    save({ servers: settings.servers.filter((other) => other !== server) });

  return (
    <section className="settings__servers">
      <h3>{texts.servers}</h3>
      <p className="label">{texts.serversHelp}</p>
      {settings.servers.length === 0 && <p className="label">{texts.noServers}</p>}
      <ul>
        {settings.servers.map((server) => (
          <li key={`${server.name} ${server.baseUrl}`} className="settings__server">
            <span>
              {server.name} <span className="label">{server.baseUrl}</span>
            </span>
            <IconButton icon={X} label={texts.remove(server.name)} onPress={() => void remove(server)} />
          </li>
        ))}
      </ul>
      <form className="settings__form" onSubmit={(event) => void add(event)}>
        <Field name="name" label={texts.name} required />
        <Field name="baseUrl" label={texts.baseUrl} hint={texts.baseUrlHint} required />
        <Field name="model" label={texts.model} hint={texts.modelHint} />
        <Field name="apiKeyVariable" label={texts.keyVariable} hint={texts.keyHint} />
        <details className="settings__more">
          <summary>{texts.limits}</summary>
          <div className="settings__form">
            <Field name="concurrency" label={texts.concurrency} hint="4" numeric />
            <Field name="tokenBudget" label={texts.tokenBudget} hint={texts.noLimit} numeric />
            <Field name="promptPrice" label={texts.promptPrice} hint="0" numeric />
            <Field name="replyPrice" label={texts.replyPrice} hint="0" numeric />
          </div>
        </details>
        <button type="submit" className="button" disabled={busy !== null}>
          {busy ? `${busy} …` : texts.add}
        </button>
      </form>
      {problem && (
        <p className="settings__problem" role="alert">
          {problem}
        </p>
      )}
    </section>
  );
};

type FieldProps = {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly required?: boolean;
  readonly numeric?: boolean;
};

const Field = ({ name, label, hint, required = false, numeric = false }: FieldProps) => (
  <label className="settings__field">
    <span className="label">{label}</span>
    <input
      className="field"
      name={name}
      placeholder={hint}
      required={required}
      inputMode={numeric ? 'decimal' : undefined}
      autoComplete="off"
    />
  </label>
);

const limitFields = ['concurrency', 'tokenBudget', 'promptPrice', 'replyPrice'] as const;

/** What was entered, with numbers as numbers; a field left empty keeps its default. */
function enteredServer(form: FormData): Record<string, unknown> {
  const entries = [...form].filter(([name, value]) => value !== '' || name === 'name' || name === 'baseUrl');
  return Object.fromEntries(
    entries.map(([name, value]) => [
      name,
      limitFields.some((field) => field === name) ? Number(value) : value,
    ]),
  );
}
