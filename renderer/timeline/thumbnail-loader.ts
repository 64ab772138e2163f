export type ThumbnailLoader = {
  /** Calls back with an address to show once it is there; gives a function that says it is no longer wanted. */
  readonly load: (address: string, onReady: (objectUrl: string) => void) => () => void;
  readonly close: () => void;
};

type Wanted = { readonly listeners: Set<(objectUrl: string) => void>; aborter: AbortController | null };

const atOnce = 3;
const keptPictures = 400;

/** Small pictures, a few at a time, the newest wish first; a wish withdrawn before its turn costs nothing. */
export function createThumbnailLoader(fetchPicture: typeof fetch = fetch): ThumbnailLoader {
  const ready = new Map<string, string>();
  const wanted = new Map<string, Wanted>();
  let running = 0;

  const next = () => {
    const waiting = [...wanted].filter(([, wish]) => wish.aborter === null).at(-1);
    if (!waiting || running >= atOnce) return;
    const [address, wish] = waiting;
    void fetchOne(address, wish);
    next();
  };

  const fetchOne = async (address: string, wish: Wanted) => {
    const aborter = new AbortController();
    wish.aborter = aborter;
    running += 1;
    try {
      const response = await fetchPicture(address, { signal: aborter.signal });
      if (response.ok) keep(address, URL.createObjectURL(await response.blob()));
    } catch {
      // A picture of the filmstrip that does not come stays empty; the viewer tells the reason.
    } finally {
      running -= 1;
      const url = ready.get(address);
      if (url) for (const listener of wish.listeners) listener(url);
      if (wanted.get(address) === wish) wanted.delete(address);
      next();
    }
  };

  const keep = (address: string, url: string) => {
    ready.set(address, url);
    const oldest = ready.keys().next().value;
    if (ready.size <= keptPictures || oldest === undefined) return;
    URL.revokeObjectURL(ready.get(oldest) ?? '');
    ready.delete(oldest);
  };

  return {
    load: (address, onReady) => {
      const url = ready.get(address);
      if (url) {
        onReady(url);
        return () => undefined;
      }
      const wish = wanted.get(address) ?? { listeners: new Set(), aborter: null };
      wanted.set(address, wish);
      wish.listeners.add(onReady);
      queueMicrotask(next);
      return () => {
        wish.listeners.delete(onReady);
        if (wish.listeners.size > 0 || wanted.get(address) !== wish) return;
        wanted.delete(address);
        wish.aborter?.abort();
      };
    },
    close: () => {
      for (const wish of wanted.values()) wish.aborter?.abort();
      for (const url of ready.values()) URL.revokeObjectURL(url);
      wanted.clear();
      ready.clear();
    },
  };
}
