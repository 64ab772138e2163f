import { randomUUID } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type ApplicationInfo, type Settings, serverCapabilitiesSchema } from '#common/contract/index.ts';
import { createAgent, createAnswerProposals } from './agent/index.ts';
import {
  createEngineRegistry,
  createHubClient,
  createModelStore,
  deviceChoiceSchema,
  fetchCudaLibraries,
  runtimeFolder,
} from './inference/index.ts';
import {
  type Clock,
  type CreateId,
  createBrowserPrinter,
  createJobBoard,
  createJsonStore,
  createNetworkLedger,
  type Log,
  type PdfPrinter,
  type SecretStore,
  type SettingsFile,
  type StartWorker,
} from './platform/index.ts';
import { openProject } from './project/index.ts';
import { createProjects } from './project/projects/create-projects.ts';
import { createClipAnalyses } from './rpc/clip-analyses.ts';
import { createClipExports } from './rpc/clip-exports.ts';
import { createClipLibrary } from './rpc/clip-library.ts';
import { createClipToolbox } from './rpc/clip-toolbox.ts';
import { projectLedger } from './rpc/handover/project-ledger.ts';
import { createHandover } from './rpc/handover.ts';
import { createModelDownloads } from './rpc/model-downloads.ts';
import { posterPicture } from './rpc/poster-picture.ts';
import { createQuestionBatches } from './rpc/question-batches.ts';
import { addSampleClips } from './rpc/sample-clips.ts';
import type { ModelFolder, Services } from './rpc/services.ts';
import { stopProjectWork } from './rpc/stop-project-work.ts';
import { isVeiled } from './rpc/veiled-questions.ts';
import {
  createClipAnalyser,
  createClipExporter,
  createClipFacts,
  createClipRegistry,
  createContentIdentities,
  createConversions,
  createConvertingVideoService,
  createStroboscopePreviews,
  createVideoService,
} from './video/index.ts';

export type { Services } from './rpc/services.ts';

export type ServicesOptions = {
  readonly host: ApplicationInfo['host'];
  readonly version: string;
  /** The folder with `models` and `samples` in it. */
  readonly resourceFolder: string;
  /** The project's file of the first start; `:memory:` for one that is kept nowhere. */
  readonly projectFile: string;
  /** A project's file to open in place of the one opened last, made where it is not there. */
  readonly openProjectFile?: string | undefined;
  /** Where projects, conversions and analyses are kept, and exports for a page lie ready. */
  readonly dataFolder: string;
  readonly settings: SettingsFile;
  readonly secrets: SecretStore;
  readonly startWorker: StartWorker;
  readonly log: Log;
  /** Where the keys of servers are looked up, by the name that the settings give. */
  readonly env: NodeJS.ProcessEnv;
  readonly chooseFile?: Services['chooseFile'];
  readonly chooseProject?: Services['chooseProject'];
  /** Asks where an export goes; null when the person closes the dialog. Absent where there is none. */
  readonly chooseTarget?: ((suggestedName: string) => Promise<string | null>) | undefined;
  /** Prints reports as PDF; a browser found on this machine where the host has none of its own. */
  readonly printer?: PdfPrinter | undefined;
  readonly clock?: Clock;
  readonly createId?: CreateId;
  readonly fetch?: typeof fetch;
};

/** Builds everything a host serves. The only place that knows every implementation; it constructs, nothing else. */
export function composeServices(options: ServicesOptions): Services {
  const { settings, log, startWorker, resourceFolder, clock = Date.now, createId = randomUUID } = options;
  const ledger = createNetworkLedger(options.fetch, clock);
  const identify = createContentIdentities();
  const closing = new AbortController();

  const projects = createProjects({
    folder: options.dataFolder,
    remembers: options.host !== 'cli',
    firstFile: options.projectFile,
    file: options.openProjectFile,
    openProject: (path) => openProject(path, { clock }),
    stopWork: () => stopWork(),
    picture: (signal) => posterPicture({ project, clips: library, video }, signal),
    clock,
    createId,
    log,
  });
  const project = projects.store;
  const jobs = createJobBoard({ clock, createId });
  const startMediaWorker = () => startWorker('media-worker');
  const conversions = createConversions({
    startWorker: startMediaWorker,
    folder: join(options.dataFolder, 'conversions'),
    maxBytes: settings.current().conversionGigabytes * 2 ** 30,
    env: options.env,
  });
  const video = createConvertingVideoService({
    video: createVideoService({
      startWorker: () => startWorker('video-worker'),
      cacheBytes: settings.current().frameCacheMegabytes * 2 ** 20,
    }),
    conversions,
  });
  const analyser = createClipAnalyser({
    startWorker: startMediaWorker,
    folder: join(options.dataFolder, 'analyses'),
    maxBytes: settings.current().analysisGigabytes * 2 ** 30,
    video,
  });
  const exporter = createClipExporter({ startWorker: startMediaWorker, video });
  const stroboscopes = createStroboscopePreviews({ startWorker: startMediaWorker, video });
  const facts = createClipFacts(join(options.dataFolder, 'clip-facts.json'), options.version);
  const registry = createClipRegistry({ video, facts });
  const storeFolder = join(options.dataFolder, 'models');
  const models = createModelStore({
    folder: storeFolder,
    hub: createHubClient({
      hubUrl: () => settings.current().hubUrl,
      token: () => options.secrets.get('hub-token'),
      fetch: ledger.fetch,
    }),
  });
  const modelFolders = () => [
    join(resourceFolder, 'models'),
    storeFolder,
    ...settings.current().modelFolders,
  ];
  const engines = createEngineRegistry({
    // Read anew at each use, so that a changed setting counts at once.
    get modelFolders() {
      return modelFolders();
    },
    get threads() {
      return settings.current().inferenceThreads || undefined;
    },
    servers: () => settings.current().servers.map((server) => configuredServer(server, options.env)),
    start: () => startWorker('inference-worker'),
    device: settings.current().device,
    devices: createJsonStore(join(options.dataFolder, 'devices.json'), deviceChoiceSchema),
    capabilities: createJsonStore(join(options.dataFolder, 'servers.json'), serverCapabilitiesSchema),
    includeScripted: options.env.DEEPSPORT_SCRIPTED === '1',
    log,
    fetch: ledger.fetch,
  });
  const proposals = createAnswerProposals({
    record: project,
    frameTimes: ({ source }, signal) => video.frameTimes(source, { signal }),
    clock,
    createId,
  });
  const agent = createAgent({
    video,
    engines,
    clips: registry,
    analyser,
    log: {
      start: (trajectory) => project.startTrajectory(trajectory),
      resume: (trajectoryId) => project.resumeTrajectory(trajectoryId),
      step: (trajectoryId, step) => project.appendStep(trajectoryId, step),
      end: (trajectoryId, end) => project.endTrajectory(trajectoryId, end),
      get: (trajectoryId) => project.getTrajectory(trajectoryId),
      isVeiled: (trajectory) => isVeiled(project, trajectory),
      get readOnly() {
        return project.readOnly;
      },
    },
    proposals,
    clock,
    createId,
    defaultEngine: () => settings.current().defaultEngine,
  });

  const library = createClipLibrary({
    registry,
    project,
    video,
    jobs,
    clock,
    log,
    identify,
    projectFolder: projects.folderOfOpen,
    signal: closing.signal,
    onChange: projects.noteClips,
  });
  const leaving = new AbortController();
  const samples = projects.isFirstStart
    ? addSampleClips(
        {
          ...{ clips: library, project, folder: join(resourceFolder, 'samples'), log },
          propose: async (trajectory, signal) => {
            const clip = registry.get(trajectory.clipId);
            if (clip) await proposals.propose(trajectory, clip, signal);
          },
        },
        { signal: AbortSignal.any([closing.signal, leaving.signal]) },
      )
    : Promise.resolve();
  const batches = createQuestionBatches({
    ...{ agent, clips: library, engines, project, jobs, clock, createId },
    defaultEngine: () => settings.current().defaultEngine,
    placesOf: (engineId) =>
      settings.current().servers.find(({ baseUrl }) => engineId.startsWith(baseUrl))?.concurrency ?? 1,
  });
  const stopWork = async () => {
    leaving.abort();
    await stopProjectWork({ project, batches, jobs, agent });
    await samples;
  };

  const exports = createClipExports({
    clips: library,
    exporter,
    jobs,
    createId,
    chooseTarget: options.chooseTarget,
    folder: join(options.dataFolder, 'exports', createId()),
  });
  const application: Services['application'] = () => ({
    version: options.version,
    host: options.host,
    canChooseFiles: options.chooseFile !== undefined,
    networkBytesSent: ledger.bytesSent(),
  });
  const handover = createHandover({
    ...{ project, projects, clips: library, video, jobs, application, clock, createId, log },
    ...{ agent, identify, secrets: options.secrets },
    platform: process.platform,
    printer: options.printer ?? createBrowserPrinter({ env: options.env, platform: process.platform }),
    liveImportFolder: () => settings.current().liveImportFolder,
    chooseTarget: options.chooseTarget,
    folder: join(options.dataFolder, 'exports', createId()),
  });

  return {
    video,
    analyser,
    analyses: createClipAnalyses({ clips: library, analyser, jobs }),
    toolbox: createClipToolbox({ clips: library, analyser }),
    exporter,
    exports,
    stroboscopes,
    jobs,
    engines,
    models,
    downloads: createModelDownloads(models, jobs),
    secrets: options.secrets,
    fetchCuda: (fetchOptions) =>
      fetchCudaLibraries({
        ...fetchOptions,
        ...runtimeFolder(),
        fetch: ledger.fetch,
        platform: `${process.platform}-${process.arch}`,
      }),
    agent,
    project,
    projects,
    batches,
    handover,
    clips: {
      ...library,
      list: async (listOptions) => {
        await samples;
        return library.list(listOptions);
      },
    },
    settings,
    modelFolder: (engineId) => findModelFolder(engineId, modelFolders()),
    chooseFile: options.chooseFile,
    chooseProject: options.chooseProject,
    application,
    ledger: () => ({ sinceStart: ledger.lines(), kept: projectLedger(project) }),
    async [Symbol.asyncDispose]() {
      closing.abort();
      await batches[Symbol.asyncDispose]();
      await agent[Symbol.asyncDispose]();
      await engines[Symbol.asyncDispose]();
      await jobs[Symbol.asyncDispose]();
      await exports[Symbol.asyncDispose]();
      await handover[Symbol.asyncDispose]();
      await exporter[Symbol.asyncDispose]();
      await stroboscopes[Symbol.asyncDispose]();
      await analyser[Symbol.asyncDispose]();
      await video[Symbol.asyncDispose]();
      await samples;
      await projects[Symbol.asyncDispose]();
      await facts[Symbol.asyncDispose]();
    },
  };
}

function configuredServer(server: Settings['servers'][number], env: NodeJS.ProcessEnv) {
  const { name, baseUrl, model, apiKeyVariable, concurrency, promptPrice, replyPrice, tokenBudget } = server;
  const charges = promptPrice > 0 || replyPrice > 0;
  return {
    name,
    url: model === '' ? baseUrl : `${baseUrl}#${model}`,
    apiKey: apiKeyVariable === '' ? undefined : env[apiKeyVariable],
    concurrency,
    prices: charges ? { prompt: promptPrice, generated: replyPrice } : undefined,
    tokenBudget: tokenBudget === 0 ? undefined : tokenBudget,
  };
}

async function findModelFolder(
  engineId: string,
  parents: readonly string[],
): Promise<ModelFolder | undefined> {
  for (const parent of parents) {
    const folder = join(parent, engineId);
    const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => undefined);
    if (!entries) continue;
    const files = entries.filter((entry) => entry.isFile());
    const sizes = await Promise.all(
      files.map(async (file) => (await stat(join(file.parentPath, file.name))).size),
    );
    return { folder, sizeBytes: sizes.reduce((sum, size) => sum + size, 0) };
  }
  return undefined;
}
