/** Turns events that are pushed into ones that are pulled. */
export type EventChannel<Event> = {
  readonly send: (event: Event) => void;
  readonly close: () => void;
  /** All events in order, those before the call included, until closed and empty. One reader. */
  events(): AsyncGenerator<Event>;
};

export function createEventChannel<Event>(): EventChannel<Event> {
  const waiting: Event[] = [];
  let closed = false;
  let wake: (() => void) | null = null;
  const notify = () => {
    wake?.();
    wake = null;
  };
  return {
    send(event) {
      waiting.push(event);
      notify();
    },
    close() {
      closed = true;
      notify();
    },
    async *events() {
      for (;;) {
        while (waiting.length > 0) yield waiting.shift() as Event;
        if (closed) return;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
  };
}
