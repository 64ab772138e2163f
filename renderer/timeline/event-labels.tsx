import { Lock } from 'lucide-react';
import { memo, type PointerEvent, useRef, useState } from 'react';
import { Popover } from 'react-aria-components';
import { placeCode } from '#common/domain/index.ts';
import { useApp } from '../app/state/context.tsx';
import { eventsTexts } from '../texts/events.ts';
import { timelineTexts as texts } from '../texts/timeline.ts';
import { formatCount } from '../ui/format.ts';
import { CodeMenu } from './code-menu.tsx';
import type { EventRow } from './event-rows.ts';

/** Pointer travel under this opens the menu. */
const clickPixels = 4;

/** Names, counts and menus of the rows of events; a code's row is dragged up and down by its label. */
export const EventLabels = memo(({ rows }: { rows: readonly EventRow[] }) => {
  const { stores } = useApp();
  const [drop, setDrop] = useState<number | null>(null);
  const codes = rows.filter(({ kind }) => kind === 'code');
  const placeOf = (y: number) => codes.filter((row) => y > row.top + row.height / 2).length;
  const put = (row: EventRow, y: number) => {
    setDrop(null);
    const { items, edit } = stores.record.getState();
    const shownBefore = codes.filter((other) => other !== row && y > other.top + other.height / 2).length;
    if (row.code) edit(eventsTexts.edits.order(row.code.name), placeCode(items, row.code.id, shownBefore));
  };
  return (
    <div className="event-labels">
      {rows.map((row) =>
        row.code ? (
          <CodeLabel
            key={row.key}
            row={row}
            code={row.code}
            onDrag={(y) => setDrop(y === null ? null : placeOf(y))}
            onDrop={(y) => put(row, y)}
          />
        ) : (
          <div key={row.key} className="row event-label event-label--plain" style={{ height: row.height }}>
            <span className="event-label__name">
              {texts.rows[row.kind === 'phases' ? 'phases' : 'proposals']}
            </span>
            <span className="event-label__count">{formatCount(row.items.length)}</span>
          </div>
        ),
      )}
      {drop !== null && (
        <div className="event-labels__drop" style={{ top: (codes[drop]?.top ?? bottomOf(codes)) - 1 }} />
      )}
    </div>
  );
});

const bottomOf = (rows: readonly EventRow[]): number => {
  const last = rows.at(-1);
  return last ? last.top + last.height : 0;
};

type CodeLabelProps = {
  readonly row: EventRow;
  readonly code: NonNullable<EventRow['code']>;
  /** Pixels from the top of all rows; null for no longer. */
  readonly onDrag: (y: number | null) => void;
  readonly onDrop: (y: number) => void;
};

const CodeLabel = ({ row, code, onDrag, onDrop }: CodeLabelProps) => {
  const button = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  const from = useRef<{ readonly y: number; moved: boolean } | null>(null);
  const yOf = (event: PointerEvent) =>
    event.clientY - (button.current?.closest('.event-labels')?.getBoundingClientRect().top ?? 0);
  return (
    <>
      <button
        ref={button}
        type="button"
        className="row event-label"
        style={{ height: row.height }}
        aria-haspopup="dialog"
        aria-expanded={open}
        title={code.name}
        onClick={(event) => event.detail === 0 && setOpen(true)}
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          from.current = { y: event.clientY, moved: false };
        }}
        onPointerMove={(event) => {
          if (!from.current) return;
          if (Math.abs(event.clientY - from.current.y) >= clickPixels) from.current.moved = true;
          if (from.current.moved) onDrag(yOf(event));
        }}
        onPointerUp={(event) => {
          const gesture = from.current;
          from.current = null;
          if (gesture?.moved) onDrop(yOf(event));
          else if (gesture) setOpen(true);
        }}
        onPointerCancel={() => {
          from.current = null;
          onDrag(null);
        }}
      >
        <span className="event-label__mark" style={{ background: code.colour }} />
        <span className="event-label__name">{code.name}</span>
        {code.locked && <Lock size={11} aria-hidden />}
        <span className="event-label__count" aria-hidden="true">
          {formatCount(row.items.length)}
        </span>
        <span className="visually-hidden">{texts.codeLabel(row.items.length, code.locked)}</span>
      </button>
      <Popover
        className="popover"
        triggerRef={button}
        isOpen={open}
        onOpenChange={setOpen}
        placement="right top"
      >
        <CodeMenu code={code} itemIds={row.items.map(({ id }) => id)} onClose={() => setOpen(false)} />
      </Popover>
    </>
  );
};
