import type { Settings } from '#common/contract/index.ts';
import { useApp, useHost, useLayout } from '../app/state/context.tsx';
import { settingsTexts as texts } from '../texts/settings.ts';
import { Segmented } from '../ui/segmented.tsx';

type LookProps = {
  readonly settings: Settings;
  readonly save: (change: Partial<Settings>) => Promise<void>;
};

const themes = ['dark', 'light', 'system'] as const;
const contrasts = ['system', 'more'] as const;
const motions = ['system', 'less'] as const;
const scales = [100, 110, 125, 150, 175, 200] as const;

/** Colours, contrast, motion and size of the interface. */
export const LookSection = ({ settings, save }: LookProps) => {
  const { actions } = useApp();
  const theme = useLayout((state) => state.theme);
  const isDesktop = useHost((state) => state.info?.host === 'electron');
  return (
    <section>
      <div className="settings__row">
        <span>{texts.theme}</span>
        <Segmented
          label={texts.theme}
          value={theme}
          options={themes.map((value) => ({ value, name: texts.themes[value] }))}
          onChange={actions.setTheme}
        />
      </div>
      <div className="settings__row">
        <span>{texts.contrast}</span>
        <Segmented
          label={texts.contrast}
          value={settings.contrast}
          options={contrasts.map((value) => ({ value, name: texts.contrasts[value] }))}
          onChange={(contrast) => void save({ contrast })}
        />
      </div>
      <div className="settings__row">
        <span>{texts.motion}</span>
        <Segmented
          label={texts.motion}
          value={settings.motion}
          options={motions.map((value) => ({ value, name: texts.motions[value] }))}
          onChange={(motion) => void save({ motion })}
        />
      </div>
      <div className="settings__row">
        <span>{texts.scale}</span>
        {isDesktop ? (
          <select
            className="field settings__select"
            aria-label={texts.scale}
            value={settings.interfaceScale}
            onChange={(event) => {
              const interfaceScale = scales.find((scale) => scale === Number(event.target.value));
              if (interfaceScale) void save({ interfaceScale });
            }}
          >
            {scales.map((scale) => (
              <option key={scale} value={scale}>
                {scale} %
              </option>
            ))}
          </select>
        ) : (
          <span className="label">{texts.browserZoom}</span>
        )}
      </div>
    </section>
  );
};
