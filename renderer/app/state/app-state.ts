import type { ClipInfo, FrameRange } from '#common/domain/index.ts';
import type { Client } from '../../client/client.ts';
import { describeError, isCancelled } from '../../client/describe-error.ts';
import { libraryTexts } from '../../texts/library.ts';
import { createAgreementStore } from './agreement-store.ts';
import { createAnalysisStore } from './analysis-store.ts';
import { createAskingStore } from './asking-store.ts';
import { createBatchesStore } from './batches-store.ts';
import { createCodeWindowStore } from './code-window-store.ts';
import { createCompareStore } from './compare-store.ts';
import { createDialogStore } from './dialog-store.ts';
import { createDrawingStore } from './drawing-store.ts';
import { createEventsStore } from './events-store.ts';
import { followClips } from './follow-clips.ts';
import { createFollowHost } from './follow-host.ts';
import { createHandoverStore } from './handover-store.ts';
import { createHostStore } from './host-store.ts';
import { createJobsStore } from './jobs-store.ts';
import { keepQuestionsInStep } from './keep-questions-in-step.ts';
import { createKeysStore } from './keys-store.ts';
import { createLayoutStore, type LayoutStorage, type Theme } from './layout-store.ts';
import { createNoticesStore } from './notices-store.ts';
import { createNumbersStore } from './numbers-store.ts';
import { createOpenFiles } from './open-files.ts';
import { createPaceStore } from './pace-store.ts';
import { createPlaylistsStore } from './playlists-store.ts';
import { createProbesStore } from './probes-store.ts';
import { createProjectsStore } from './projects-store.ts';
import { createProposalsStore } from './proposals-store.ts';
import { createQuestionsStore } from './questions-store.ts';
import { createRecordStore } from './record-store.ts';
import { createReviewStore } from './review-store.ts';
import { createSeenStore } from './seen-store.ts';
import { createShowClip } from './show-clip.ts';
import { createTourStore } from './tour-store.ts';
import { createTrackStore } from './track-store.ts';

export type AppDependencies = { readonly client: Client; readonly storage: LayoutStorage | undefined };

export type AppState = ReturnType<typeof createAppState>;

/** All stores of the page and the actions that touch more than one of them. */
export function createAppState({ client, storage }: AppDependencies) {
  const notices = createNoticesStore();
  const review = createReviewStore();
  const host = createHostStore();
  const layout = createLayoutStore(storage);
  const questions = createQuestionsStore({ client, notices });
  const probes = createProbesStore({ client, notices });
  const jobs = createJobsStore({ client, notices });
  const analysis = createAnalysisStore({ client });
  const dialogs = createDialogStore();
  const agreement = createAgreementStore();
  const record = createRecordStore({ client, notices });
  const events = createEventsStore();
  const seen = createSeenStore({ client, review, record });
  const asking = createAskingStore(storage);
  const batches = createBatchesStore({ client, notices });
  const proposals = createProposalsStore({ record, events, review, questions, layout, notices });
  const keys = createKeysStore();
  const pace = createPaceStore();
  const codeWindow = createCodeWindowStore({ record, review, events, layout, notices, storage });
  const tour = createTourStore();
  const drawing = createDrawingStore();
  const tracks = createTrackStore({ client, record, notices });
  const numbers = createNumbersStore({ client });
  const handover = createHandoverStore(storage);
  const compare = createCompareStore({
    client,
    review,
    record,
    notices,
    openClip: (clip) => openClip(clip),
  });
  const { tell } = notices.getState();
  const report = (error: unknown) => {
    if (!isCancelled(error)) tell('problem', describeError(error).message);
  };

  const { openClip, closeClip } = createShowClip({ client, review, events, analysis, questions, notices });
  const playlists = createPlaylistsStore({
    record,
    review,
    events,
    host,
    numbers,
    notices,
    openClip,
    closeComparison: () => compare.getState().close(),
    prepare: (clipId) => void client.clips.frameTimes({ clipId }).catch(() => undefined),
  });
  const clips = followClips({
    client,
    host,
    record,
    review,
    projects: () => projects,
    openClip,
    closeClip,
    leaveProject: () => {
      questions.getState().cancelAll();
      probes.getState().forget();
      codeWindow.getState().discard();
      compare.getState().close();
      drawing.getState().select(null);
      tracks.getState().cancel();
      playlists.getState().leave();
    },
    isOpening: () => files.isOpening(),
    report,
  });
  const refreshClips = clips.refresh;
  const projects = createProjectsStore({ client, notices, onClips: clips.afterFinding });
  const files = createOpenFiles({ client, host, jobs, notices, projects, openClip, refreshClips, report });
  clips.begin();
  const refreshInfo = async () => host.getState().change({ info: await client.application.info() });

  // The analysis is asked after once a second while it runs, and at once when its job begins or ends.
  jobs.subscribe(({ jobs: now }, { jobs: before }) => {
    const { clipId, refresh } = analysis.getState();
    const statusIn = (list: typeof now) =>
      list.find((job) => job.kind === 'analyse' && job.clipId === clipId)?.status;
    if (clipId !== null && statusIn(now) !== statusIn(before)) void refresh();
  });

  keepQuestionsInStep({ review, events, record, batches, asking, questions, tell, report });

  const removeClip = async ({ id, name }: Pick<ClipInfo, 'id' | 'name'>): Promise<void> => {
    try {
      await client.clips.remove({ clipId: id });
      tell('note', libraryTexts.removed(name));
      await refreshClips();
      // Taken back meanwhile, it is on the list again and goes on being shown.
      const isListed = host.getState().clips?.some((clip) => clip.id === id) ?? false;
      if (review.getState().clip?.id === id && !isListed) await closeClip();
    } catch (error) {
      report(error);
    }
  };

  const lookHere = (range: FrameRange): void => {
    layout.getState().change({ hint: false });
    void questions.getState().lookHere(range);
  };

  const loadEngines = async () => {
    const [engines, settings] = await Promise.all([client.engines.list(), client.application.settings()]);
    questions.getState().setEngines(engines, settings.defaultEngine);
    const { theme, contrast, motion } = settings;
    layout.getState().change({ theme, contrast, motion });
    keys.getState().setGiven(settings.keys);
    pace.getState().setPace(settings);
  };

  /** Shown at once and kept in the settings: a page on another port remembers nothing by itself. */
  const setTheme = (theme: Theme): void => {
    layout.getState().change({ theme });
    client.application.updateSettings({ theme }).catch(report);
  };

  const giveKeys = (given: Readonly<Record<string, readonly string[]>>): void => {
    keys.getState().setGiven(given);
    const changed = Object.fromEntries(Object.entries(given).map(([id, list]) => [id, [...list]]));
    client.application.updateSettings({ keys: changed }).catch(report);
  };

  const onConnection = createFollowHost({
    host,
    review,
    questions,
    analysis,
    notices,
    followers: [jobs, projects, record, batches],
    refresh: [refreshInfo, loadEngines, refreshClips],
    openClip,
    report,
  });

  return {
    client,
    stores: {
      notices,
      review,
      host,
      layout,
      questions,
      probes,
      jobs,
      analysis,
      dialogs,
      agreement,
      playlists,
      record,
      events,
      seen,
      compare,
      keys,
      pace,
      tour,
      drawing,
      tracks,
      numbers,
      handover,
      asking,
      batches,
      proposals,
      codeWindow,
      projects,
    },
    actions: {
      onConnection,
      openClip,
      openFile: files.openFile,
      removeClip,
      lookHere,
      refreshInfo: () => refreshInfo().catch(() => undefined),
      loadEngines: () => loadEngines().catch(report),
      setTheme,
      giveKeys,
      chooseClip: files.chooseClip,
      report,
    },
  };
}
