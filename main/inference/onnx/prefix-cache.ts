import type { CacheMemory } from './cache-memory.ts';
import type { Past } from './decoder.ts';
import { dropPast, keepPast } from './past-keeper.ts';
import { pastPrefix } from './past-prefix.ts';
import { commonLength, type PromptMarks } from './prompt-marks.ts';
import type { PictureSpan } from './rope-positions.ts';

/** The beginning of a prompt as it was computed before. */
export type KnownPrefix = {
  readonly past: Past;
  /** Of the pictures that lie in it. */
  readonly pictures: readonly PictureSpan[];
};

/** Beginnings of prompts of one model, so that another question on the same frames does not compute them again. */
export type PrefixCache = Disposable & {
  /** The longest beginning that is known, which the caller must drop; null for none worth the while. */
  find(marks: PromptMarks): KnownPrefix | null;
  keep(marks: PromptMarks, prefix: KnownPrefix): void;
};

type Entry = KnownPrefix & { readonly marks: PromptMarks };

/** Less than this is computed as quickly as it is found and copied. */
const leastTokens = 16;
/** Each is compared with every new prompt. */
const mostEntries = 16;

export function createPrefixCache(memory: CacheMemory, bytesPerToken: number): PrefixCache {
  const entries = new Set<Entry>();

  function remove(entry: Entry): void {
    if (!entries.delete(entry)) return;
    memory.release(entry);
    dropPast(entry.past);
  }
  const hold = (entry: Entry) => {
    entries.delete(entry);
    entries.add(entry);
    memory.hold(entry, entry.past.length * bytesPerToken, () => remove(entry));
  };

  return {
    find(marks) {
      let best: { readonly entry: Entry; readonly length: number } | null = null;
      for (const entry of entries) {
        // At least one token must be left to compute: the reply begins with what follows it.
        const length = betweenPictures(
          entry.marks,
          Math.min(commonLength(entry.marks, marks), marks.length - 1),
        );
        if (length >= Math.max(leastTokens, (best?.length ?? 0) + 1)) best = { entry, length };
      }
      if (!best) return null;
      const { entry, length } = best;
      hold(entry);
      if (length === entry.past.length) return { past: keepPast(entry.past), pictures: entry.pictures };
      const past = pastPrefix(entry.past, length);
      if (!past) return null;
      return { past: keepPast(past), pictures: entry.pictures.slice(0, countPictures(entry.marks, length)) };
    },
    keep(marks, { past, pictures }) {
      const entry: Entry = { marks: marks.slice(0, past.length), past: keepPast(past), pictures };
      for (const other of entries) {
        if (commonLength(other.marks, entry.marks) === other.marks.length) remove(other);
      }
      const [oldest] = entries;
      if (oldest && entries.size >= mostEntries) remove(oldest);
      hold(entry);
    },
    [Symbol.dispose]() {
      for (const entry of entries) remove(entry);
    },
  };
}

const isPicture = (mark: number | string | undefined): boolean => typeof mark === 'string';

/** `length`, or less where that would cut a picture. */
function betweenPictures(marks: PromptMarks, length: number): number {
  let cut = length;
  while (cut > 0 && isPicture(marks[cut]) && marks[cut] === marks[cut - 1]) cut -= 1;
  return cut;
}

function countPictures(marks: PromptMarks, length: number): number {
  let count = 0;
  for (let i = 0; i < length; i++) {
    if (isPicture(marks[i]) && marks[i] !== marks[i - 1]) count += 1;
  }
  return count;
}
