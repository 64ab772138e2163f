import { parse } from 'node:path';
import type {
  Code,
  EventChoice,
  ItemEdit,
  ProjectEvent,
  Proposal,
  RecordItem,
  Trajectory,
} from '#common/domain/index.ts';
import type { ExchangeClip } from '#main/project/exchange/index.ts';
import type { ProjectStore } from '#main/project/project-store.ts';
import type { ClipLibrary, Projects } from '../../services.ts';
import { veiledRemark, withoutVeiled } from '../../veiled-questions.ts';
import { collectEvents, itemsOf } from '../collect-events.ts';

export type CaseSource = {
  readonly project: Pick<
    ProjectStore,
    'snapshot' | 'item' | 'listClips' | 'listTrajectories' | 'getTrajectory' | 'history' | 'editsOf'
  >;
  readonly projects: Pick<Projects, 'current'>;
  readonly clips: Pick<ClipLibrary, 'get' | 'frameTimes' | 'sourceOf'>;
};

/** What a case is made of, as the project has it. */
export type CaseContent = {
  readonly projectName: string;
  readonly scope: 'project' | 'clip' | 'events';
  /** The choice with every code named: codes that are hidden belong to the case. */
  readonly choice: EventChoice;
  readonly clips: readonly (ExchangeClip & {
    readonly folder: string;
    readonly contentHash: string | null;
  })[];
  readonly codes: readonly Code[];
  readonly events: readonly ProjectEvent[];
  readonly proposals: readonly Proposal[];
  readonly trajectories: readonly Trajectory[];
  /** Oldest first. */
  readonly edits: readonly ItemEdit[];
  readonly remarks: readonly string[];
};

/** Everything of the project that belongs to the case, read before anything else is waited for but the clips' facts. */
export async function collectCase(
  chosen: EventChoice,
  { project, projects, clips }: CaseSource,
  signal: AbortSignal | undefined,
): Promise<CaseContent> {
  const { items } = project.snapshot();
  const { name: projectName } = projects.current();
  const stored = project.listClips();
  const scope = chosen.eventIds ? 'events' : chosen.clipId === null ? 'project' : 'clip';
  const choice = { ...chosen, codeIds: itemsOf(items, 'code').map(({ id }) => id) };
  const alsoClips = scope === 'project' ? stored.map(({ clipId }) => clipId) : [];
  const inScope = new Set(chosen.clipId === null ? stored.map(({ clipId }) => clipId) : [chosen.clipId]);
  const all = [...inScope].flatMap((clipId) => project.listTrajectories(clipId));
  const edits = project.editsOf(() => true);

  const document = await collectEvents(projectName, choice, { project, clips }, { signal, alsoClips });
  const { events } = document;
  const clipIds = new Set(document.clips.map(({ info }) => info.id));
  const proposals = proposalsOf(itemsOf(items, 'proposal'), events, scope).filter(({ clipId }) =>
    clipIds.has(clipId),
  );
  const { shown, veiled } = withoutVeiled(all, project);
  const { trajectories, remarks } = chooseTrajectories(
    shown.filter(({ clipId }) => clipIds.has(clipId)),
    { items, events, proposals, scope },
  );
  const codeIds = new Set(events.map(({ codeId }) => codeId));
  const codes = document.codes.filter(({ id }) => scope === 'project' || codeIds.has(id));
  const named = new Set([...events, ...proposals, ...codes].map(({ id }) => id));
  const folders = folderNames(document.clips.map(({ info }) => info.name));
  return {
    projectName,
    scope,
    choice,
    clips: document.clips.map((clip, at) => ({
      ...clip,
      folder: folders[at] ?? '',
      contentHash: stored.find(({ clipId }) => clipId === clip.info.id)?.contentHash ?? null,
    })),
    codes,
    events,
    proposals,
    trajectories,
    edits: edits.filter(({ id, before, after }) => {
      const item = before ?? after;
      const isOfClip = item !== null && 'clipId' in item && clipIds.has(item.clipId);
      return named.has(id) || scope === 'project' || (scope === 'clip' && isOfClip);
    }),
    remarks: [...document.missing, ...veiledRemark(veiled), ...remarks],
  };
}

function proposalsOf(
  proposals: readonly Proposal[],
  events: readonly ProjectEvent[],
  scope: CaseContent['scope'],
): readonly Proposal[] {
  if (scope !== 'events') return proposals;
  const ids = new Set(events.map(({ id }) => id));
  return proposals.filter(({ eventId }) => eventId !== null && ids.has(eventId));
}

type Around = {
  readonly items: readonly RecordItem[];
  readonly events: readonly ProjectEvent[];
  readonly proposals: readonly Proposal[];
  readonly scope: CaseContent['scope'];
};

/** Questions that something came from belong to the case even where they were taken off the list. */
function chooseTrajectories(all: readonly Trajectory[], { items, events, proposals, scope }: Around) {
  const named = new Set([
    ...events.flatMap(({ by }) => (by.kind === 'model' ? [by.trajectoryId] : [])),
    ...proposals.map(({ trajectoryId }) => trajectoryId),
  ]);
  const eventIds = new Set(events.map(({ id }) => id));
  const hidden = new Set(itemsOf(items, 'hidden-question').map(({ id }) => id));
  const belongs = ({ id, eventId }: Trajectory) =>
    scope !== 'events' || named.has(id) || (eventId !== null && eventIds.has(eventId));
  const wanted = all.filter(belongs);
  const isListed = ({ id }: Trajectory) => named.has(id) || !hidden.has(id);
  const hasEnded = ({ status }: Trajectory) => status !== 'running';
  const listed = wanted.filter(isListed);
  const trajectories = listed.filter(hasEnded);
  const isUnkept = ({ steps }: Trajectory) => steps.some((step) => step.kind === 'turn' && !step.prompt);
  const counted = (count: number, words: string) => (count > 0 ? [`${words}: ${count}.`] : []);
  return {
    trajectories,
    remarks: [
      ...counted(wanted.length - listed.length, 'Questions taken off the list are left out'),
      ...counted(listed.length - trajectories.length, 'Questions that are still being answered are left out'),
      ...counted(
        trajectories.filter(isUnkept).length,
        'Questions of which it was not kept yet what the engine was told',
      ),
    ],
  };
}

/** A folder for each clip, of letters that every file system takes. */
function folderNames(names: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    const plain = parse(name)
      .name.normalize('NFKD')
      .replace(/[^\w-]+/g, '-')
      .replace(/^-+|-+$/g, '');
    const stem = plain.slice(0, 40) || 'clip';
    let folder = stem;
    for (let copy = 2; taken.has(folder.toLowerCase()); copy += 1) folder = `${stem}-${copy}`;
    taken.add(folder.toLowerCase());
    return `frames/${folder}`;
  });
}
