import { useEffect, useState } from 'react';
import { useApp } from '../app/state/context.tsx';
import type { HandoverChoice } from '../app/state/handover-store.ts';
import { handoverTexts as texts } from '../texts/handover.ts';
import { Option } from './option.tsx';

/** Whether a case is signed, and what that proves. */
export const CaseOptions = ({ choice }: { choice: HandoverChoice }) => {
  const { client, stores } = useApp();
  const [key, setKey] = useState<{ readonly canSign: boolean; readonly name: string | null } | null>(null);
  useEffect(() => {
    let left = false;
    const noKey = { canSign: false, name: null };
    client.handover
      .sealKey()
      .catch(() => noKey)
      .then((found) => !left && setKey(found));
    return () => {
      left = true;
    };
  }, [client]);
  const { choose } = stores.handover.getState();
  // What was chosen on a machine with a key must not fail on one without.
  useEffect(() => {
    if (key?.canSign === false && choice.sign) choose({ sign: false });
  }, [key, choice.sign, choose]);
  return (
    <fieldset className="handover__options">
      <legend className="visually-hidden">{texts.options}</legend>
      <Option
        checked={choice.sign && key?.canSign === true}
        disabled={!key?.canSign}
        name={texts.sign}
        onChange={(sign) => choose({ sign })}
      />
      <p className="label">{key?.canSign === false ? texts.cannotSign : texts.signHelp(key?.name ?? null)}</p>
    </fieldset>
  );
};
