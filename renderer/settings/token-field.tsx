import { type FormEvent, useEffect, useState } from 'react';
import { useApp } from '../app/state/context.tsx';
import { describeError } from '../client/describe-error.ts';
import { settingsTexts as texts } from '../texts/settings.ts';

/** The access token of the hub: entered once, never shown again. */
export const TokenField = () => {
  const { client } = useApp();
  const [state, setState] = useState<{ isSet: boolean; canKeep: boolean } | null>(null);
  const [problem, setProblem] = useState<string | null>(null);

  useEffect(() => {
    client.models.token().then(setState, () => setState(null));
  }, [client]);

  const keep = async (token: string | null): Promise<void> => {
    try {
      await client.models.setToken({ token });
      setState(await client.models.token());
      setProblem(null);
    } catch (error) {
      setProblem(describeError(error).message);
    }
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    void keep(String(new FormData(form).get('token') ?? '')).then(() => form.reset());
  };

  if (!state) return null;
  if (!state.canKeep)
    return <p className="label">{state.isSet ? texts.tokenGiven : texts.tokenByVariable}</p>;
  return (
    <form className="settings__form settings__form--line" onSubmit={submit}>
      <label className="settings__field">
        <span className="label">{texts.token}</span>
        <input
          className="field"
          name="token"
          type="password"
          placeholder={state.isSet ? texts.tokenKept : texts.tokenNone}
          required
          autoComplete="off"
        />
      </label>
      <button type="submit" className="button">
        {texts.keepToken}
      </button>
      {state.isSet && (
        <button type="button" className="button button--plain" onClick={() => void keep(null)}>
          {texts.forgetToken}
        </button>
      )}
      {problem && (
        <p className="settings__problem" role="alert">
          {problem}
        </p>
      )}
    </form>
  );
};
