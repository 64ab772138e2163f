import { Trash2 } from 'lucide-react';
import { type FormEvent, useEffect, useState } from 'react';
import type { DownloadOffer, KnownModel, Precision, StoredModel } from '#common/domain/index.ts';
import { useApp, useJobs } from '../app/state/context.tsx';
import { describeError } from '../client/describe-error.ts';
import { settingsTexts as texts } from '../texts/settings.ts';
import { formatBytes } from '../ui/format.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { TokenField } from './token-field.tsx';

/** Models that run on this machine: what is there, and what the hub has. */
export const ModelsSection = ({ onChanged }: { readonly onChanged: () => void }) => {
  const { client } = useApp();
  const downloadsEnded = useJobs(
    (state) => state.jobs.filter(({ kind, status }) => kind === 'download' && status === 'done').length,
  );
  const [stored, setStored] = useState<readonly StoredModel[]>([]);
  const [known, setKnown] = useState<readonly KnownModel[]>([]);
  const [offer, setOffer] = useState<DownloadOffer | null>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  const attempt = async (work: () => Promise<void>): Promise<void> => {
    setBusy(true);
    setProblem(null);
    await work().catch((error: unknown) => setProblem(describeError(error).message));
    setBusy(false);
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: a download that ends puts a model on the list
  useEffect(() => {
    void attempt(async () => {
      setKnown(await client.models.known());
      setStored(await client.models.list());
      onChanged();
    });
  }, [client, downloadsEnded]);

  const lookUp = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const hubId = String(new FormData(event.currentTarget).get('hubId') ?? '');
    setOffer(null);
    void attempt(async () => setOffer(await client.models.offer({ hubId })));
  };
  const download = (hubId: string, precision: Precision) =>
    void attempt(async () => {
      await client.models.download({ hubId, precision });
      setOffer(null);
    });
  const remove = (modelId: string) =>
    void attempt(async () => {
      await client.models.remove({ modelId });
      setStored(await client.models.list());
      onChanged();
    });

  return (
    <section className="settings__servers" aria-busy={busy}>
      <h3>{texts.localModels}</h3>
      <p className="label">{texts.localModelsHelp}</p>
      <ul>
        {stored.map(({ id, hubId, precision, licence, sizeBytes }) => (
          <li key={id} className="settings__server">
            <span>
              {hubId}{' '}
              <span className="label">
                {precision} · {formatBytes(sizeBytes)} · {licence ?? texts.noLicence}
              </span>
            </span>
            <IconButton icon={Trash2} label={texts.removeModel(hubId)} onPress={() => remove(id)} />
          </li>
        ))}
      </ul>
      <form className="settings__form settings__form--line" onSubmit={lookUp}>
        <label className="settings__field">
          <span className="label">{texts.hubId}</span>
          <input
            className="field"
            name="hubId"
            list="known-models"
            placeholder={texts.hubIdHint}
            required
            autoComplete="off"
            spellCheck={false}
          />
          <datalist id="known-models">
            {known.map(({ hubId, name, needs }) => (
              <option key={hubId} value={hubId}>{`${name}. ${needs}`}</option>
            ))}
          </datalist>
        </label>
        <button type="submit" className="button" disabled={busy}>
          {texts.lookUp}
        </button>
      </form>
      {offer && (
        <Offer offer={offer} busy={busy} onChoose={(precision) => download(offer.hubId, precision)} />
      )}
      {problem && (
        <p className="settings__problem" role="alert">
          {problem}
        </p>
      )}
      <TokenField />
    </section>
  );
};

type OfferProps = {
  readonly offer: DownloadOffer;
  readonly busy: boolean;
  readonly onChoose: (precision: Precision) => void;
};

const Offer = ({ offer, busy, onChoose }: OfferProps) => (
  <div className="settings__offer">
    <p>
      {offer.hubId}{' '}
      <span className="label">
        {offer.licence ?? texts.noLicence}
        {offer.gated ? ` · ${texts.gated}` : ''}
      </span>
    </p>
    <div className="settings__choices">
      {offer.precisions.map(({ precision, sizeBytes }) => (
        <button
          key={precision}
          type="button"
          className="button"
          disabled={busy}
          title={texts.precisions[precision]}
          onClick={() => onChoose(precision)}
        >
          {texts.download(precision, formatBytes(sizeBytes))}
        </button>
      ))}
    </div>
  </div>
);
