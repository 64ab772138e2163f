import { Lock } from 'lucide-react';
import { memo } from 'react';
import { type CodeButton, type CodeWindow, codeNamed } from '#common/domain/index.ts';
import { keyName } from '../app/keys.ts';
import { isMac } from '../app/platform.ts';
import { useApp, useCodeWindow, useRecord, useReview } from '../app/state/context.tsx';
import { codeWindowTexts as texts } from '../texts/code-window.ts';
import { formatCount } from '../ui/format.ts';
import { eventCounts } from './counts.ts';
import { RunningLength } from './running-length.tsx';

/** The buttons of codes, in the columns of their layout. */
export const CodeButtons = ({ window }: { window: CodeWindow }) => (
  <div
    className="code-window__grid"
    style={{ gridTemplateColumns: `repeat(${window.columns}, minmax(0, 1fr))` }}
  >
    {window.buttons
      .filter(({ kind }) => kind === 'code')
      .map((button) => (
        <OneCodeButton key={button.id} codeWindowId={window.id} button={button} />
      ))}
  </div>
);

type OneProps = { readonly codeWindowId: string; readonly button: CodeButton };

/** Asks for its own count and toggle, so that an event draws one button again and no other. */
const OneCodeButton = memo(({ codeWindowId, button }: OneProps) => {
  const { stores } = useApp();
  const clipId = useReview((state) => state.clip?.id ?? '');
  const code = useRecord((state) => codeNamed(state.items.code.values(), button.text));
  const count = useRecord((state) => (code ? (eventCounts(state.items.event, clipId).get(code.id) ?? 0) : 0));
  const running = useCodeWindow(({ tagging }) =>
    tagging.underWay.find(
      (each) => each.clipId === clipId && each.codeWindowId === codeWindowId && each.buttonId === button.id,
    ),
  );
  const flash = useCodeWindow((state) => (state.flash.buttonId === button.id ? state.flash.count : 0));
  const key = button.key === null ? null : keyName(button.key, isMac);
  return (
    <button
      type="button"
      className="code-button"
      data-running={running ? true : undefined}
      aria-pressed={button.mode === 'toggle' ? running !== undefined : undefined}
      title={button.text}
      onClick={() => stores.codeWindow.getState().press(button.id)}
    >
      <span className="code-button__colour" style={{ background: code?.colour ?? button.colour }} />
      <span className="code-button__text">{button.text}</span>
      <span className="visually-hidden">
        {texts.events(count)}
        {key !== null && texts.keyOf(key)}
      </span>
      {key !== null && (
        <span className="code-button__key" aria-hidden="true">
          {key}
        </span>
      )}
      {code?.locked && <Lock className="code-button__lock" size={11} aria-hidden />}
      {running ? (
        <RunningLength start={running.start} />
      ) : (
        <span className="code-button__count" aria-hidden="true">
          {count > 0 ? formatCount(count) : ''}
        </span>
      )}
      {flash > 0 && <span key={flash} className="code-button__flash" />}
    </button>
  );
});
