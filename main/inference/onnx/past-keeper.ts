import type { Past } from './decoder.ts';

/** Memory of an accelerator is not seen by the garbage collector: caches there are counted and given back by hand. */
const holders = new WeakMap<Past, number>();

/** One more holds this cache; each must drop it once. */
export function keepPast(past: Past): Past {
  holders.set(past, (holders.get(past) ?? 0) + 1);
  return past;
}

/** One less holds this cache; the last one gives its memory back. */
export function dropPast(past: Past): void {
  const left = (holders.get(past) ?? 1) - 1;
  holders.set(past, left);
  if (left > 0) return;
  for (const tensor of Object.values(past.tensors)) {
    if (tensor.location !== 'cpu') tensor.dispose();
  }
}
