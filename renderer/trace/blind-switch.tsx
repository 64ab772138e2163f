import { keyName } from '../app/keys.ts';
import { isMac } from '../app/platform.ts';
import { useApp, useAsking } from '../app/state/context.tsx';
import { agreementTexts as texts } from '../texts/agreement.ts';
import { Hint } from '../ui/hint.tsx';
import './veiled.css';

/** Whether the person marks first and sees the answer afterwards. */
export const BlindSwitch = ({ disabled = false }: { disabled?: boolean }) => {
  const { stores } = useApp();
  const blind = useAsking((state) => state.blind);
  return (
    <label className="ask-blind" data-on={blind || undefined}>
      <Hint text={texts.blindHelp} keyName={keyName('Alt+KeyB', isMac)}>
        <input
          type="checkbox"
          aria-label={texts.blind}
          checked={blind}
          disabled={disabled}
          onChange={({ target }) => stores.asking.getState().chooseBlind(target.checked)}
        />
      </Hint>
      {texts.blindShort}
    </label>
  );
};
