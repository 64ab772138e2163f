import { X } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { type Settings, settingsSchema } from '#common/contract/index.ts';
import { settingsTexts as texts } from '../texts/settings.ts';
import { IconButton } from '../ui/icon-button.tsx';

export type PlacesProps = {
  readonly settings: Settings;
  readonly save: (change: Partial<Settings>) => Promise<void>;
};

const addressesSchema = settingsSchema.pick({ hubUrl: true, proxy: true, liveImportFolder: true });

/** Where things lie, come from and go: models' folders, the hub's address, a proxy, the folder of live import. */
export const PlacesSection = ({ settings, save }: PlacesProps) => {
  const [problem, setProblem] = useState<string | null>(null);

  const addFolder = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const folder = String(new FormData(form).get('folder') ?? '').trim();
    if (folder === '' || settings.modelFolders.includes(folder)) return;
    void save({ modelFolders: [...settings.modelFolders, folder] }).then(() => form.reset());
  };
  const keepAddresses = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const entered = addressesSchema.safeParse(Object.fromEntries(new FormData(event.currentTarget)));
    setProblem(entered.success ? null : texts.badPlace);
    if (entered.success) void save(entered.data);
  };

  return (
    <details className="settings__more">
      <summary>{texts.places}</summary>
      <ul>
        {settings.modelFolders.map((folder) => (
          <li key={folder} className="settings__server">
            <span className="label">{folder}</span>
            <IconButton
              icon={X}
              label={texts.removeFolder(folder)}
              onPress={() =>
                void save({ modelFolders: settings.modelFolders.filter((other) => other !== folder) })
              }
            />
          </li>
        ))}
      </ul>
      <form className="settings__form settings__form--line" onSubmit={addFolder}>
        <label className="settings__field">
          <span className="label">{texts.modelFolder}</span>
          <input
            className="field"
            name="folder"
            placeholder={texts.modelFolderHint}
            required
            autoComplete="off"
          />
        </label>
        <button type="submit" className="button">
          {texts.addFolder}
        </button>
      </form>
      <form className="settings__form" onSubmit={keepAddresses}>
        <label className="settings__field">
          <span className="label">{texts.hubUrl}</span>
          <input className="field" name="hubUrl" defaultValue={settings.hubUrl} required autoComplete="off" />
        </label>
        <label className="settings__field">
          <span className="label">{texts.proxy}</span>
          <input
            className="field"
            name="proxy"
            defaultValue={settings.proxy}
            placeholder={texts.proxyHint}
            autoComplete="off"
          />
        </label>
        <label className="settings__field">
          <span className="label">{texts.liveImport}</span>
          <input
            className="field"
            name="liveImportFolder"
            defaultValue={settings.liveImportFolder}
            placeholder={texts.liveImportHint}
            autoComplete="off"
          />
        </label>
        <button type="submit" className="button">
          {texts.keepPlaces}
        </button>
      </form>
      {problem && (
        <p className="settings__problem" role="alert">
          {problem}
        </p>
      )}
    </details>
  );
};
