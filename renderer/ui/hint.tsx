import type { ReactElement } from 'react';
import { Focusable, Tooltip, TooltipTrigger } from 'react-aria-components';

export type HintProps = {
  readonly text: string;
  readonly keyName?: string | undefined;
  readonly children: ReactElement<Record<string, unknown>, string>;
};

/** A short explanation of one element, on hover and on keyboard focus. */
export const Hint = ({ text, keyName, children }: HintProps) => (
  <TooltipTrigger delay={500} closeDelay={60}>
    <Focusable>{children}</Focusable>
    <Tooltip className="tooltip" offset={6}>
      {text}
      {keyName && <kbd className="key hint-key">{keyName}</kbd>}
    </Tooltip>
  </TooltipTrigger>
);
