import { uiTexts } from '../texts/ui.ts';

export type ProgressProps = {
  readonly words: string;
  /** 0–1; null where the end is not known. */
  readonly fraction: number | null;
  readonly onCancel?: (() => void) | undefined;
  /** Only the way out is shown, for when something else tells how far it is. */
  readonly quiet?: boolean;
};

/** `Encoding 8 frames · 62 % · Cancel`, never a spinner without words. */
export const Progress = ({ words, fraction, onCancel, quiet = false }: ProgressProps) => (
  <div className="progress-line" role="status">
    <span className={quiet ? 'visually-hidden' : 'progress-line__words'}>{words}</span>
    {onCancel && (
      <button type="button" className="button button--plain progress-line__cancel" onClick={onCancel}>
        {uiTexts.cancel}
      </button>
    )}
    {fraction !== null && (
      <span className="progress" aria-hidden="true">
        <span style={{ width: `${Math.round(fraction * 100)}%` }} />
      </span>
    )}
  </div>
);
