import { type TrackSearch, type TrackSearchEvent, throwIfCancelled } from '#common/domain/index.ts';
import type { Log } from '../platform/index.ts';
import { toContractError } from './contract-errors.ts';
import type { Services } from './services.ts';

/** What a search tells, as it is told. A reader that leaves cancels it. */
export async function trackStream(
  { clips, video }: Pick<Services, 'clips' | 'video'>,
  { clipId, search }: { readonly clipId: string; readonly search: TrackSearch },
  signal: AbortSignal | undefined,
  log: Log,
): Promise<AsyncGenerator<TrackSearchEvent, void, void>> {
  throwIfCancelled(signal);
  const source = await clips.sourceOf(clipId, { signal });

  async function* stream(): AsyncGenerator<TrackSearchEvent, void, void> {
    const gone = new AbortController();
    const told: TrackSearchEvent[] = [];
    let wake = Promise.withResolvers<void>();
    let ended = false;
    const work = video
      .track(source, search, {
        signal: signal ? AbortSignal.any([signal, gone.signal]) : gone.signal,
        onEvent: (event) => {
          told.push(event);
          wake.resolve();
        },
      })
      .finally(() => {
        ended = true;
        wake.resolve();
      });
    // Whoever reads to the end hears of a failure; nobody may after leaving.
    work.catch(() => {});
    try {
      while (!ended || told.length > 0) {
        yield* told.splice(0);
        if (ended) continue;
        await wake.promise;
        wake = Promise.withResolvers();
      }
      await work;
    } catch (error) {
      throw toContractError(error, log);
    } finally {
      gone.abort();
    }
  }
  return stream();
}
