import {
  codesInOrder,
  type EventChoice,
  type ItemOf,
  isDeepSportError,
  type ProjectEvent,
  type RecordItem,
  type RecordKind,
  type Trajectory,
  trackRange,
} from '#common/domain/index.ts';
import { type EventsDocument, type ExchangeClip, fileSeconds } from '#main/project/exchange/index.ts';
import type { ProjectStore } from '#main/project/project-store.ts';
import type { ClipLibrary, ServiceOptions } from '../services.ts';
import { withoutVeiled } from '../veiled-questions.ts';

export type CollectParts = {
  readonly project: Pick<ProjectStore, 'snapshot' | 'item' | 'listClips' | 'listTrajectories'>;
  readonly clips: Pick<ClipLibrary, 'get' | 'frameTimes'>;
};

export type CollectedEvents = EventsDocument & {
  /** Sentences on clips whose files are gone, so that their events are not here. */
  readonly missing: readonly string[];
  /** How many questions are left out, for they were asked blind and are not revealed. */
  readonly veiled: number;
};

export const itemsOf = <Kind extends RecordKind>(
  items: readonly RecordItem[],
  kind: Kind,
): readonly ItemOf<Kind>[] => items.filter((item): item is ItemOf<Kind> => item.kind === kind);

/** The clip with its frames in its file's own time. */
export async function exchangeClip(
  clips: CollectParts['clips'],
  clipId: string,
  options?: ServiceOptions,
): Promise<ExchangeClip> {
  const info = await clips.get(clipId, options);
  return { info, seconds: fileSeconds(info, await clips.frameTimes(clipId, options)) };
}

/** The events that a choice means, with their codes, clips and the trajectories that belong to them. */
export async function collectEvents(
  title: string,
  choice: EventChoice,
  { project, clips }: CollectParts,
  options: ServiceOptions & {
    /** Clips that are told of although no event of theirs is chosen. */
    readonly alsoClips?: readonly string[];
  } = {},
): Promise<CollectedEvents> {
  const { items } = project.snapshot();
  const allCodes = codesInOrder(itemsOf(items, 'code'));
  const chosen = chooseEvents(itemsOf(items, 'event'), allCodes, choice);
  const codeIds = new Set(choice.codeIds ?? chosen.map(({ codeId }) => codeId));
  const clipIds =
    choice.clipId === null
      ? new Set([...chosen.map(({ clipId }) => clipId), ...(options.alsoClips ?? [])])
      : new Set([choice.clipId]);
  const found: ExchangeClip[] = [];
  const missing: string[] = [];
  for (const clipId of clipIds) {
    try {
      found.push(await exchangeClip(clips, clipId, options));
    } catch (error) {
      if (!isDeepSportError(error) || error.code === 'CANCELLED' || clipIds.size === 1) throw error;
      const count = chosen.filter((event) => event.clipId === clipId).length;
      const name = project.listClips().find((clip) => clip.clipId === clipId)?.name ?? 'A clip';
      missing.push(`${name} is missing: its events (${count}) are left out.`);
    }
  }
  const events = chosen.filter(({ clipId }) => found.some(({ info }) => info.id === clipId));
  const { shown, veiled } = withoutVeiled(trajectoriesOf(events, choice, { found, items, project }), project);
  return {
    title,
    clips: found,
    codes: allCodes.filter(({ id }) => codeIds.has(id)),
    events,
    trajectories: shown,
    ...pathsOf(events, choice, found, items),
    missing,
    veiled,
  };
}

function chooseEvents(
  events: readonly ProjectEvent[],
  codes: readonly ItemOf<'code'>[],
  { clipId, codeIds, eventIds }: EventChoice,
): readonly ProjectEvent[] {
  const ofClip = events.filter((event) => clipId === null || event.clipId === clipId);
  if (eventIds) {
    const wanted = new Set(eventIds);
    return ofClip.filter(({ id }) => wanted.has(id));
  }
  const shown = new Set(codeIds ?? codes.filter(({ hidden }) => !hidden).map(({ id }) => id));
  return ofClip.filter(({ codeId }) => shown.has(codeId));
}

/** Paths of the clips, and what their lengths are; where events are chosen, those on the frames of one. */
function pathsOf(
  events: readonly ProjectEvent[],
  { codeIds, eventIds }: EventChoice,
  found: readonly ExchangeClip[],
  items: readonly RecordItem[],
): Pick<EventsDocument, 'tracks' | 'calibrations'> {
  const ids = new Set(found.map(({ info }) => info.id));
  const isWhole = codeIds === null && eventIds === null;
  const tracks = itemsOf(items, 'track').filter((track) => {
    const { start, end } = trackRange(track);
    return isWhole
      ? ids.has(track.clipId)
      : events.some(
          ({ clipId, range }) => clipId === track.clipId && range.start <= end && range.end >= start,
        );
  });
  return { tracks, calibrations: itemsOf(items, 'calibration').filter(({ clipId }) => ids.has(clipId)) };
}

/** Those that events came from or that asked about them; where whole clips are chosen, all of the clips'. */
function trajectoriesOf(
  events: readonly ProjectEvent[],
  { codeIds, eventIds }: EventChoice,
  {
    found,
    items,
    project,
  }: {
    readonly found: readonly ExchangeClip[];
    readonly items: readonly RecordItem[];
    readonly project: CollectParts['project'];
  },
): readonly Trajectory[] {
  const hidden = new Set(itemsOf(items, 'hidden-question').map(({ id }) => id));
  const named = new Set(events.flatMap(({ by }) => (by.kind === 'model' ? [by.trajectoryId] : [])));
  const asked = new Set(events.map(({ id }) => id));
  const isWhole = codeIds === null && eventIds === null;
  return found
    .flatMap(({ info }) => project.listTrajectories(info.id))
    .filter(({ id, probe }) => probe === null && !hidden.has(id))
    .filter(({ id, eventId }) => isWhole || named.has(id) || (eventId !== null && asked.has(eventId)));
}
