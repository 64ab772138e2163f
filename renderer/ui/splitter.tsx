import { type KeyboardEvent, type PointerEvent, useRef } from 'react';

export type SplitterProps = {
  readonly label: string;
  readonly orientation: 'vertical' | 'horizontal';
  readonly value: number;
  readonly min: number;
  readonly max: number;
  /** 1 when dragging right or down makes the panel larger. */
  readonly sign: 1 | -1;
  readonly onChange: (value: number) => void;
};

const keyStep = 16;

/** The line between two panels, moved by pointer or arrows. */
export const Splitter = ({ label, orientation, value, min, max, sign, onChange }: SplitterProps) => {
  const from = useRef<{ at: number; value: number } | null>(null);
  const along = (event: PointerEvent) => (orientation === 'vertical' ? event.clientX : event.clientY);
  const set = (next: number) => onChange(Math.round(Math.max(min, Math.min(max, next))));
  return (
    // biome-ignore lint/a11y/useSemanticElements: an hr cannot be moved
    <div
      className={`splitter splitter--${orientation}`}
      role="separator"
      tabIndex={0}
      aria-label={label}
      aria-orientation={orientation}
      aria-valuenow={Math.round(value)}
      aria-valuemin={min}
      aria-valuemax={Math.round(max)}
      onPointerDown={(event) => {
        event.preventDefault();
        event.currentTarget.setPointerCapture(event.pointerId);
        from.current = { at: along(event), value };
      }}
      onPointerMove={(event) => {
        if (from.current) set(from.current.value + sign * (along(event) - from.current.at));
      }}
      onPointerUp={() => {
        from.current = null;
      }}
      onKeyDown={(event: KeyboardEvent) => {
        const less = orientation === 'vertical' ? 'ArrowLeft' : 'ArrowUp';
        const more = orientation === 'vertical' ? 'ArrowRight' : 'ArrowDown';
        if (event.key !== less && event.key !== more) return;
        event.preventDefault();
        event.stopPropagation();
        set(value + sign * keyStep * (event.key === more ? 1 : -1));
      }}
    />
  );
};
