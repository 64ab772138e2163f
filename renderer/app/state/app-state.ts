import type { ClipInfo, FrameRange } from '#common/domain/index.ts';
import { cancelled, framesShown } from '#common/domain/index.ts';
import type { Client, ConnectionStatus } from '../../client/client.ts';
import { describeError, isCancelled } from '../../client/describe-error.ts';
import { pathOfFile } from '../../client/desktop.ts';
import { uploadClip } from '../../client/media-upload.ts';
import { commandTexts, stateTexts } from '../../texts/app.ts';
import { libraryTexts } from '../../texts/library.ts';
import { formatRange } from '../../ui/format.ts';
import { createAnalysisStore } from './analysis-store.ts';
import { createAskingStore } from './asking-store.ts';
import { createBatchesStore } from './batches-store.ts';
import { createCodeWindowStore } from './code-window-store.ts';
import { createCompareStore } from './compare-store.ts';
import { createDialogStore } from './dialog-store.ts';
import { createDrawingStore } from './drawing-store.ts';
import { createEventsStore } from './events-store.ts';
import { followClips } from './follow-clips.ts';
import { createHandoverStore } from './handover-store.ts';
import { createHostStore } from './host-store.ts';
import { createJobsStore } from './jobs-store.ts';
import { keepQuestionsInStep } from './keep-questions-in-step.ts';
import { createKeysStore } from './keys-store.ts';
import { createLayoutStore, type LayoutStorage, type Theme } from './layout-store.ts';
import { namedFrames } from './named-frames.ts';
import { createNoticesStore } from './notices-store.ts';
import { createNumbersStore } from './numbers-store.ts';
import { createProjectsStore } from './projects-store.ts';
import { createProposalsStore } from './proposals-store.ts';
import { createQuestionsStore } from './questions-store.ts';
import { createRecordStore } from './record-store.ts';
import { createReelStore } from './reel-store.ts';
import { createReviewStore } from './review-store.ts';
import { createSeenStore } from './seen-store.ts';
import { createTourStore } from './tour-store.ts';

/** Tries to reconnect before the person is told what else could be wrong. */
const failuresUntilHelp = 6;

export type AppDependencies = { readonly client: Client; readonly storage: LayoutStorage | undefined };

export type AppState = ReturnType<typeof createAppState>;

/** All stores of the page and the actions that touch more than one of them. */
export function createAppState({ client, storage }: AppDependencies) {
  const notices = createNoticesStore();
  const review = createReviewStore();
  const host = createHostStore();
  const layout = createLayoutStore(storage);
  const questions = createQuestionsStore({ client, notices });
  const jobs = createJobsStore({ client, notices });
  const analysis = createAnalysisStore({ client });
  const dialogs = createDialogStore();
  const reel = createReelStore();
  const record = createRecordStore({ client, notices });
  const events = createEventsStore();
  const seen = createSeenStore({ client, review, record });
  const asking = createAskingStore(storage);
  const batches = createBatchesStore({ client, notices });
  const proposals = createProposalsStore({ record, events, review, questions, layout, notices });
  const keys = createKeysStore();
  const codeWindow = createCodeWindowStore({ record, review, events, layout, notices, storage });
  const tour = createTourStore();
  const drawing = createDrawingStore();
  const numbers = createNumbersStore({ client });
  const handover = createHandoverStore(storage);
  const compare = createCompareStore({
    client,
    review,
    record,
    notices,
    openClip: (clip) => openClip(clip),
  });
  const { tell, startJob } = notices.getState();
  const report = (error: unknown) => {
    if (!isCancelled(error)) tell('problem', describeError(error).message);
  };

  let opening = 0;
  const clips = followClips({
    client,
    host,
    record,
    review,
    projects: () => projects,
    openClip: (clip) => openClip(clip),
    closeClip: () => closeClip(),
    leaveProject: () => {
      questions.getState().cancelAll();
      codeWindow.getState().discard();
      compare.getState().close();
      drawing.getState().select(null);
      reel.getState().clear();
    },
    isOpening: () => opening > 0,
    report,
  });
  const refreshClips = clips.refresh;
  const projects = createProjectsStore({ client, notices, onClips: clips.afterFinding });
  clips.begin();
  const refreshInfo = async () => host.getState().change({ info: await client.application.info() });

  // The analysis is asked after once a second while it runs, and at once when its job begins or ends.
  jobs.subscribe(({ jobs: now }, { jobs: before }) => {
    const { clipId, refresh } = analysis.getState();
    const statusIn = (list: typeof now) =>
      list.find((job) => job.kind === 'analyse' && job.clipId === clipId)?.status;
    if (clipId !== null && statusIn(now) !== statusIn(before)) void refresh();
  });

  keepQuestionsInStep({ review, events, record, batches, asking, questions, report });

  /** Shows a clip; its questions and frame index follow. */
  const openClip = async (clip: ClipInfo): Promise<void> => {
    review.getState().showClip(clip);
    events.getState().select([]);
    void analysis.getState().follow(null);
    const aborter = new AbortController();
    const job = startJob(stateTexts.opening(clip.name), () => aborter.abort());
    try {
      const questionsLoaded = questions.getState().load(clip.id);
      review
        .getState()
        .setTimes(clip.id, await client.clips.frameTimes({ clipId: clip.id }, { signal: aborter.signal }));
      // After the index, so that the first picture waits for nothing.
      if (review.getState().clip?.id === clip.id) void analysis.getState().follow(clip.id);
      await questionsLoaded;
      showFirstEvidence();
    } catch (error) {
      const message = aborter.signal.aborted ? stateTexts.openingCancelled : describeError(error).message;
      if (review.getState().clip?.id === clip.id) review.getState().setPictureProblem(message);
      tell('problem', message);
    } finally {
      job.end();
    }
  };

  /** A reopened answer starts where its evidence starts. */
  const showFirstEvidence = () => {
    const { runs, shown } = questions.getState();
    const trajectory = runs.find((run) => run.key === shown[0])?.trajectory;
    if (!trajectory?.answer || review.getState().target !== 0) return;
    const sent = new Set(framesShown(trajectory).map((frame) => frame.index));
    const count = review.getState().clip?.frameCount ?? 0;
    const turns = trajectory.steps.flatMap((step) => (step.kind === 'turn' ? [step.thought] : []));
    const texts = [trajectory.answer, ...turns.reverse()];
    const named = texts
      .flatMap((text) => namedFrames(text, count))
      .find((frame) => sent.has(frame) || frame > 0);
    if (named !== undefined) review.getState().goTo(named);
  };

  const openChosen = async (choose: () => Promise<ClipInfo | null>, signal?: AbortSignal): Promise<void> => {
    opening += 1;
    try {
      const clip = await choose();
      if (!clip) return;
      await refreshClips();
      await openClip(clip);
    } catch (error) {
      if (!signal?.aborted) report(error);
    } finally {
      opening -= 1;
    }
  };

  /** Another copy of a clip of the project is that clip, which may surprise under another name. */
  const toldIfKnown = async (fileName: string, opened: Promise<ClipInfo>): Promise<ClipInfo> => {
    const before = host.getState().clips ?? [];
    const clip = await opened;
    const isKnown = before.some(({ id }) => id === clip.id);
    if (isKnown && clip.name !== fileName) tell('note', libraryTexts.same(fileName, clip.name));
    return clip;
  };

  /** The host goes on opening when the caller leaves, so its job is cancelled too. */
  const openingOf = (name: string, words: string) => {
    const aborter = new AbortController();
    const job = startJob(
      words,
      () => {
        // Its job tells of the end where there is one.
        if (!jobs.getState().cancelOpening(name)) tell('note', stateTexts.openCancelled(name));
        aborter.abort(cancelled());
      },
      name,
    );
    return { job, signal: aborter.signal };
  };

  const openPath = (name: string, path: string): Promise<void> => {
    const { job, signal } = openingOf(name, stateTexts.opening(name));
    return openChosen(() => toldIfKnown(name, client.clips.open({ path }, { signal })), signal).finally(
      job.end,
    );
  };

  const openFile = (file: File): Promise<void> => {
    const path = pathOfFile(file);
    if (path !== null) return openPath(file.name, path);
    const { job, signal } = openingOf(file.name, stateTexts.sending(file.name));
    const onProgress = (done: number, total: number) =>
      job.update({
        fraction: total > 0 ? done / total : null,
        words: `${stateTexts.sending(file.name)}${total > 0 ? ` · ${Math.floor((100 * done) / total)} %` : ''}`,
      });
    return openChosen(() => toldIfKnown(file.name, uploadClip(file, { signal, onProgress })), signal).finally(
      job.end,
    );
  };

  const closeClip = async (): Promise<void> => {
    review.getState().showClip(null);
    events.getState().select([]);
    void analysis.getState().follow(null);
    await questions.getState().load(null);
  };

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

  const addToReel = (): void => {
    const { clip, selection } = review.getState();
    if (!clip || !selection) {
      tell('note', commandTexts.noRange);
      return;
    }
    reel.getState().add({ clipId: clip.id, range: selection }, clip.name);
    tell('note', stateTexts.addedToReel(formatRange(selection), reel.getState().ranges.length));
  };

  const loadEngines = async () => {
    const [engines, settings] = await Promise.all([client.engines.list(), client.application.settings()]);
    questions.getState().setEngines(engines, settings.defaultEngine);
    const { theme, contrast, motion } = settings;
    layout.getState().change({ theme, contrast, motion });
    keys.getState().setGiven(settings.keys);
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

  /** First start and every reconnection: what the host knows, and a clip to look at. */
  const synchronise = async (): Promise<void> => {
    jobs.getState().follow();
    projects.getState().follow();
    record.getState().follow();
    batches.getState().follow();
    const told = await Promise.allSettled([refreshInfo(), loadEngines(), refreshClips()]);
    for (const result of told) if (result.status === 'rejected') report(result.reason);
    const clips = host.getState().clips ?? [];
    const open = review.getState().clip;
    if (!open) {
      const [first] = clips;
      if (first) await openClip(first);
      return;
    }
    // After a restart of the host the same file has another id.
    const same =
      clips.find(({ id }) => id === open.id) ??
      clips.find(({ name, sizeBytes }) => name === open.name && sizeBytes === open.sizeBytes);
    if (!same) tell('problem', stateTexts.clipGone(open.name));
    else if (same.id !== open.id) await openClip(same);
    else {
      const { analysis: known, resume, refresh } = analysis.getState();
      // What ran in a host that was started again goes on; what a person cancelled stays cancelled.
      void (known?.status === 'running' ? resume() : refresh());
      await questions.getState().load(open.id).catch(report);
    }
  };

  let wasLost = false;
  let failures = 0;
  const onConnection = (connection: ConnectionStatus) => {
    host.getState().change({ connection });
    failures = connection === 'lost' ? failures + 1 : connection === 'open' ? 0 : failures;
    if (failures === 1) tell('problem', stateTexts.connectionLost);
    if (failures === failuresUntilHelp) tell('problem', stateTexts.connectionGone);
    if (connection === 'open') {
      if (wasLost) tell('note', stateTexts.connectionBack);
      void synchronise();
    }
    if (connection !== 'connecting') wasLost = connection === 'lost';
  };

  return {
    client,
    stores: {
      notices,
      review,
      host,
      layout,
      questions,
      jobs,
      analysis,
      dialogs,
      reel,
      record,
      events,
      seen,
      compare,
      keys,
      tour,
      drawing,
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
      openFile,
      removeClip,
      lookHere,
      addToReel,
      refreshInfo: () => refreshInfo().catch(() => undefined),
      loadEngines: () => loadEngines().catch(report),
      setTheme,
      giveKeys,
      chooseClip: () => openChosen(() => client.clips.choose()),
      report,
    },
  };
}
