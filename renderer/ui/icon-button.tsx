import type { LucideIcon } from 'lucide-react';
import { Hint } from './hint.tsx';

export type IconButtonProps = {
  readonly icon: LucideIcon;
  readonly label: string;
  /** The key that does the same. */
  readonly keyName?: string | undefined;
  readonly pressed?: boolean | undefined;
  readonly disabled?: boolean | undefined;
  readonly onPress: () => void;
};

/** A button with a picture; its name and key appear on hover and focus. */
export const IconButton = ({ icon: Icon, label, keyName, pressed, disabled, onPress }: IconButtonProps) => (
  <Hint text={label} keyName={keyName}>
    <button
      type="button"
      className={`button button--plain button--icon${pressed ? ' button--pressed' : ''}`}
      aria-label={label}
      aria-pressed={pressed}
      disabled={disabled}
      onClick={onPress}
    >
      <Icon size={16} strokeWidth={1.75} aria-hidden />
    </button>
  </Hint>
);
