import { setImmediate as turn } from 'node:timers/promises';
import { throwIfCancelled } from '#common/domain/index.ts';

const sliceLength = 1000;

/** A long list in slices, between which other work has its turn. Throws CANCELLED. */
export async function* slicesOf<Item>(
  items: readonly Item[],
  {
    signal,
    onSlice,
  }: { readonly signal?: AbortSignal | undefined; readonly onSlice?: (done: number) => void },
): AsyncGenerator<readonly Item[], void, void> {
  for (let done = 0; done < items.length; done += sliceLength) {
    throwIfCancelled(signal);
    onSlice?.(done);
    yield items.slice(done, done + sliceLength);
    await turn();
  }
  throwIfCancelled(signal);
}
