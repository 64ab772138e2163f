import { randomUUID } from 'node:crypto';
import { implement } from '@orpc/server';
import { contract } from '#common/contract/index.ts';
import {
  DeepSportError,
  putItem,
  type Trajectory,
  type TrajectoryEvent,
  throwIfCancelled,
} from '#common/domain/index.ts';
import type { Log } from '../platform/index.ts';
import { toContractError } from './contract-errors.ts';
import { watchRecord } from './record-updates.ts';
import type { Services } from './services.ts';
import { trackStream } from './track-stream.ts';
import { checkKeepsVeil, isVeiled, veil, veilStream } from './veiled-questions.ts';

/** The contract served by the services. Whatever fails arrives at the client as a typed error of the contract. */
export function createRouter(services: Services, log: Log) {
  const { agent, analyses, batches, clips, engines, exports, handover, jobs, models } = services;
  const { project, projects, secrets, settings } = services;
  const isHidden = (one: Trajectory) => isVeiled(project, one);
  const told = (one: Trajectory): Trajectory => (isHidden(one) ? veil(one) : one);
  const run = (start: Start, signal: AbortSignal | undefined) =>
    begin((inner) => veilStream(start(inner), isHidden), signal, log);
  const os = implement(contract).use(async ({ next }) => {
    try {
      return await next();
    } catch (error) {
      throw toContractError(error, log);
    }
  });

  const trajectory = (id: string) => {
    const found = project.getTrajectory(id);
    if (found) return found;
    throw new DeepSportError('NOT_FOUND', 'This question is no longer in the project.', { trajectoryId: id });
  };

  /** What a page meant for the project that it showed must not land in another. */
  const checkOpen = (projectId: string | undefined): void => {
    if (projectId === undefined || projectId === projects.current().id) return;
    const sentence =
      'Another project was opened meanwhile, so this was not kept. Open the first one and do it again.';
    throw new DeepSportError('NOT_FOUND', sentence, { projectId });
  };

  return os.router({
    application: {
      info: os.application.info.handler(() => services.application()),
      settings: os.application.settings.handler(() => settings.current()),
      ledger: os.application.ledger.handler(() => {
        const { sinceStart, kept } = services.ledger();
        return { sinceStart: [...sinceStart], kept: [...kept] };
      }),
      updateSettings: os.application.updateSettings.handler(({ input }) => settings.update(input)),
    },
    projects: {
      list: os.projects.list.handler(async () => [...(await projects.list())]),
      watch: os.projects.watch.handler(({ signal }) => projects.watch(signal)),
      create: os.projects.create.handler(({ input }) => projects.create(input.name)),
      open: os.projects.open.handler(({ input }) => projects.open(input.projectId)),
      choose: os.projects.choose.handler(async () => {
        if (!services.chooseProject) throw noDialog('Choose a project from the list.');
        const path = await services.chooseProject();
        return path === null ? null : projects.openFile(path);
      }),
      openFile: os.projects.openFile.handler(({ input }) => projects.openFile(input.path)),
      rename: os.projects.rename.handler(({ input }) => projects.rename(input.projectId, input.name)),
      forget: os.projects.forget.handler(({ input }) => projects.forget(input.projectId)),
    },
    record: {
      watch: os.record.watch.handler(({ signal }) =>
        watchRecord(project, () => projects.current().id, signal),
      ),
      edit: os.record.edit.handler(({ input: { projectId, ...edit } }) => {
        checkOpen(projectId);
        checkKeepsVeil(edit);
        return project.edit(edit, { kind: 'person' });
      }),
      undo: os.record.undo.handler(({ input }) => {
        checkOpen(input.projectId);
        return project.undo();
      }),
      redo: os.record.redo.handler(({ input }) => {
        checkOpen(input.projectId);
        return project.redo();
      }),
      history: os.record.history.handler(({ input }) => [...project.history(input.limit)]),
      historyOf: os.record.historyOf.handler(({ input: { kind, id } }) => [
        ...project.editsOf((change) => change.kind === kind && change.id === id, id),
      ]),
      noteSeen: os.record.noteSeen.handler(({ input }) => project.noteSeen(input.clipId, input.ranges)),
      seen: os.record.seen.handler(({ input }) => [...project.seen(input.clipId)]),
    },
    batches: {
      start: os.batches.start.handler(({ input }) => batches.start(input)),
      watch: os.batches.watch.handler(({ signal }) => copies(batches.watch(signal))),
      pause: os.batches.pause.handler(({ input }) => batches.pause(input.batchId)),
      resume: os.batches.resume.handler(({ input }) => batches.resume(input.batchId)),
      retry: os.batches.retry.handler(({ input }) => batches.retry(input.batchId, input.index)),
      remove: os.batches.remove.handler(({ input }) => batches.remove(input.batchId)),
    },
    handover: {
      start: os.handover.start.handler(({ input, signal }) => handover.start(input, { signal })),
      sealKey: os.handover.sealKey.handler(() => handover.cases.sealKey()),
      import: os.handover.import.handler(({ input }) => handover.import(input.importId, input.clipId)),
      marking: os.handover.marking.handler(async ({ input }) => {
        const { marks, leftOutCount } = await handover.marking(input.importId, input.clipId);
        return { marks: [...marks], leftOutCount };
      }),
      cancelImport: os.handover.cancelImport.handler(({ input }) => handover.cancelImport(input.importId)),
    },
    clips: {
      missing: os.clips.missing.handler(async ({ signal }) => [...(await clips.missing({ signal }))]),
      findMissing: os.clips.findMissing.handler(({ signal }) => clips.findMissing({ signal })),
      relink: os.clips.relink.handler(({ input, signal }) =>
        clips.relink(input.clipId, input.path, { signal }),
      ),
      chooseRelink: os.clips.chooseRelink.handler(async ({ input, signal }) => {
        if (!services.chooseFile) throw noDialog('Drop the clip’s file onto the window.');
        const path = await services.chooseFile();
        return path === null ? null : clips.relink(input.clipId, path, { signal });
      }),
      list: os.clips.list.handler(async ({ signal }) => [...(await clips.list({ signal }))]),
      open: os.clips.open.handler(({ input, signal }) => clips.open(input.path, { signal })),
      choose: os.clips.choose.handler(async ({ signal }) => {
        if (!services.chooseFile) {
          throw noDialog('Drop a clip onto the window.');
        }
        const path = await services.chooseFile();
        return path === null ? null : clips.open(path, { signal });
      }),
      get: os.clips.get.handler(({ input, signal }) => clips.get(input.clipId, { signal })),
      frameTimes: os.clips.frameTimes.handler(({ input, signal }) =>
        clips.frameTimes(input.clipId, { signal }),
      ),
      openTrack: os.clips.openTrack.handler(({ input, signal }) =>
        clips.openTrack(input.clipId, input.videoTrack, { signal }),
      ),
      setCaptureRate: os.clips.setCaptureRate.handler(({ input, signal }) =>
        clips.setCaptureRate(input.clipId, input.captureRate, { signal }),
      ),
      fingerprint: os.clips.fingerprint.handler(({ input, signal }) =>
        clips.fingerprint(input.clipId, input.frame, { signal }),
      ),
      track: os.clips.track.handler(({ input, signal }) => trackStream(services, input, signal, log)),
      remove: os.clips.remove.handler(({ input }) => clips.remove(input.clipId)),
    },
    analysis: {
      start: os.analysis.start.handler(({ input }) => analyses.start(input.clipId)),
      get: os.analysis.get.handler(({ input, signal }) => analyses.get(input.clipId, { signal })),
    },
    exports: {
      start: os.exports.start.handler(({ input, signal }) => exports.start(input, { signal })),
    },
    jobs: {
      watch: os.jobs.watch.handler(({ signal }) => copies(jobs.watch(signal))),
      cancel: os.jobs.cancel.handler(({ input }) => jobs.cancel(input.jobId)),
    },
    engines: {
      list: os.engines.list.handler(async () => [...(await engines.list())]),
      card: os.engines.card.handler(({ input }) => engines.card(input.reference)),
    },
    models: {
      known: os.models.known.handler(() => [...models.known]),
      list: os.models.list.handler(async () => [...(await models.list())]),
      offer: os.models.offer.handler(({ input, signal }) => models.offer(input.hubId, { signal })),
      download: os.models.download.handler(({ input }) =>
        services.downloads.start(input.hubId, input.precision),
      ),
      remove: os.models.remove.handler(({ input }) => models.remove(input.modelId)),
      token: os.models.token.handler(async () => ({
        isSet: (await secrets.get('hub-token')) !== undefined,
        canKeep: secrets.canKeep,
      })),
      setToken: os.models.setToken.handler(({ input }) => secrets.set('hub-token', input.token)),
    },
    questions: {
      ask: os.questions.ask.handler(async ({ input, signal }) => {
        // A clip of the project that nobody has looked at since the start is opened here.
        await clips.get(input.clipId, { signal });
        return run((inner) => agent.ask(input, { signal: inner }), signal);
      }),
      look: os.questions.look.handler(async ({ input, signal }) => {
        await clips.get(trajectory(input.trajectoryId).clipId, { signal });
        return run((inner) => agent.look(input.trajectoryId, input.range, { signal: inner }), signal);
      }),
      followUp: os.questions.followUp.handler(async ({ input, signal }) => {
        await clips.get(trajectory(input.trajectoryId).clipId, { signal });
        const { trajectoryId, question: text, form } = input;
        return run((inner) => agent.followUp(trajectoryId, { text, form }, { signal: inner }), signal);
      }),
      rerun: os.questions.rerun.handler(async ({ input, signal }) => {
        await clips.get(trajectory(input.trajectoryId).clipId, { signal });
        const { trajectoryId, turn, range } = input;
        return run((inner) => agent.rerun(trajectoryId, turn, range, { signal: inner }), signal);
      }),
      replay: os.questions.replay.handler(async ({ input, signal }) => {
        await clips.get(trajectory(input.trajectoryId).clipId, { signal });
        return run((inner) => agent.replay(input.trajectoryId, { signal: inner }), signal);
      }),
      probe: os.questions.probe.handler(async ({ input, signal }) => {
        const { trajectoryId, change } = input;
        await clips.get(trajectory(trajectoryId).clipId, { signal });
        return run((inner) => agent.probe(trajectoryId, change, { signal: inner }), signal);
      }),
      probes: os.questions.probes.handler(({ input }) => {
        const all = project.listTrajectories(input.clipId);
        const hidden = new Set(all.filter(isHidden).map(({ id }) => id));
        return all.filter(({ probe }) => probe !== null && !hidden.has(probe.trajectoryId)).map(told);
      }),
      interject: os.questions.interject.handler(({ input }) =>
        agent.interject(input.trajectoryId, input.range),
      ),
      list: os.questions.list.handler(({ input }) =>
        project
          .listTrajectories(input.clipId)
          .filter(({ id, probe }) => probe === null && project.item('hidden-question', id) === undefined)
          .map(told),
      ),
      get: os.questions.get.handler(({ input }) => told(trajectory(input.trajectoryId))),
      reveal: os.questions.reveal.handler(async ({ input: { trajectoryId }, signal }) => {
        await clips.get(trajectory(trajectoryId).clipId, { signal });
        await agent.reveal(trajectoryId, { signal });
      }),
      remove: os.questions.remove.handler(({ input }) => {
        const { id, clipId, question } = trajectory(input.trajectoryId);
        const change = putItem({ kind: 'hidden-question', id, clipId });
        const title = `Remove the question “${question.slice(0, 60)}”`;
        project.edit({ id: randomUUID(), title, changes: [change] }, { kind: 'person' });
      }),
    },
  });
}

const noDialog = (instead: string): DeepSportError =>
  new DeepSportError('BAD_INPUT', `There is no file dialog here. ${instead}`);

export type ServedRouter = ReturnType<typeof createRouter>;

type Start = (signal: AbortSignal) => AsyncIterable<TrajectoryEvent>;

/**
 * Starts a run and waits for its first event, so that a request that cannot begin fails as a call and not as a
 * stream. A reader that leaves cancels the run; it is read to its end all the same, for then it is recorded.
 */
async function begin(
  start: Start,
  signal: AbortSignal | undefined,
  log: Log,
): Promise<AsyncGenerator<TrajectoryEvent, void, void>> {
  throwIfCancelled(signal);
  const gone = new AbortController();
  const inner = signal ? AbortSignal.any([signal, gone.signal]) : gone.signal;
  const events = start(inner)[Symbol.asyncIterator]();
  const first = await events.next();

  async function* stream(): AsyncGenerator<TrajectoryEvent, void, void> {
    let ended = false;
    try {
      for (let result = first; !result.done; result = await events.next()) {
        if (result.value.type === 'trajectory-end') ended = true;
        yield result.value;
      }
      ended = true;
    } catch (error) {
      ended = true;
      throw toContractError(error, log);
    } finally {
      if (!ended) {
        gone.abort();
        await drain(events, log);
      }
    }
  }
  return stream();
}

async function drain(events: AsyncIterator<TrajectoryEvent>, log: Log): Promise<void> {
  try {
    while (!(await events.next()).done);
  } catch (error) {
    log('warn', 'a cancelled run failed while ending', { error: String(error) });
  }
}

/** oRPC's types ask for lists of their own. */
async function* copies<Item>(lists: AsyncIterable<readonly Item[]>): AsyncGenerator<Item[], void, void> {
  for await (const list of lists) yield [...list];
}
