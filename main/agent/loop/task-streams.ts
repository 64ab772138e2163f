import { streamEvents } from './event-stream.ts';

type Task<Event> = (emit: (event: Event) => void, signal: AbortSignal) => Promise<void>;

/** Tasks as streams of their events, all of which can be cancelled and waited for together. */
export function createTaskStreams<Event>() {
  const tasks = new Map<Promise<void>, AbortController>();
  let isClosed = false;

  /** Cancels every task under way and waits until it has ended. */
  const cancelAll = async (): Promise<void> => {
    for (const stop of tasks.values()) stop.abort();
    await Promise.all(tasks.keys());
  };

  return {
    stream(task: Task<Event>, signal: AbortSignal | undefined): AsyncIterable<Event> {
      const stop = new AbortController();
      const tracked: Task<Event> = (emit, taskSignal) => {
        if (isClosed) stop.abort();
        const work = task(emit, taskSignal);
        const settled = work.catch(() => {}).finally(() => tasks.delete(settled));
        tasks.set(settled, stop);
        return work;
      };
      return streamEvents(tracked, signal ? AbortSignal.any([signal, stop.signal]) : stop.signal);
    },
    cancelAll,
    /** As `cancelAll`; what starts afterwards is cancelled at once. */
    close(): Promise<void> {
      isClosed = true;
      return cancelAll();
    },
  };
}
