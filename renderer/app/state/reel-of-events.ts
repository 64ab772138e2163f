import { type FrameRange, rangeOfSeconds, secondsOfRange } from '#common/domain/index.ts';
import type { AppState } from './app-state.ts';

/** Puts events into the reel in the order given, in place of what was in it; each with so many seconds around it. */
export function reelOfEvents(
  { stores }: Pick<AppState, 'stores'>,
  eventIds: readonly string[],
  paddingSeconds = 0,
): void {
  const { items } = stores.record.getState();
  const { times } = stores.numbers.getState();
  const clips = stores.host.getState().clips ?? [];
  stores.reel.getState().clear();
  for (const id of eventIds) {
    const event = items.event.get(id);
    const clip = clips.find((each) => each.id === event?.clipId);
    if (!event || !clip) continue;
    const clipTimes = times.get(clip.id);
    let range: FrameRange = event.range;
    if (paddingSeconds > 0 && clipTimes) {
      const { start, end } = secondsOfRange(clipTimes, event.range);
      range = rangeOfSeconds(clipTimes, start - paddingSeconds, end + paddingSeconds);
    }
    stores.reel.getState().add({ clipId: clip.id, range }, clip.name);
  }
}
