import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { SettingsChange } from '#common/contract/index.ts';
import { composeServices, type Services, type ServicesOptions } from '#main/composition.ts';
import {
  createEnvironmentSecrets,
  createLogFile,
  dataFolder,
  forkWorker,
  goThroughProxy,
  type Log,
  openSettingsFile,
  type StartWorker,
} from '#main/platform/index.ts';

/** What a host under Node is started with. */
export type Program = {
  /** The folder of the built entries, with the workers beside them. */
  readonly entryFolder: string;
  readonly env: NodeJS.ProcessEnv;
  /** Sentences for the person who started it. */
  readonly note: (sentence: string) => void;
  readonly startWorker?: StartWorker;
};

export type OpenOptions = {
  readonly host: ServicesOptions['host'];
  /** From the command line; else the environment's or the system's own. */
  readonly dataFolder?: string | undefined;
  /** A project kept nowhere, for commands that leave the person's own alone. */
  readonly temporaryProject: boolean;
  /** A project's file to work in; made where it is not there. */
  readonly projectFile?: string | undefined;
  readonly overrides?: SettingsChange | undefined;
};

export type OpenedServices = { readonly services: Services; readonly folder: string; readonly log: Log };

/** The services as hosts under Node need them: forked workers, and settings, log and project in the data folder. */
export function openNodeServices(program: Program, options: OpenOptions): OpenedServices {
  const { entryFolder, env, note } = program;
  const root = join(entryFolder, '..', '..');
  const folder = options.dataFolder ?? dataFolder({ platform: process.platform, env, home: homedir() });
  const settings = openSettingsFile({
    file: join(folder, 'settings.json'),
    env,
    overrides: options.overrides,
  });
  for (const problem of settings.problems) note(problem);
  goThroughProxy(settings.current().proxy, env);
  const log = createLogFile(join(folder, 'deepsport.log'), Date.now);
  const services = composeServices({
    host: options.host,
    version: programVersion(root),
    resourceFolder: join(root, 'resources'),
    projectFile:
      options.temporaryProject && options.projectFile === undefined
        ? ':memory:'
        : join(folder, 'project.deepsport'),
    openProjectFile: options.projectFile,
    dataFolder: folder,
    settings,
    secrets: createEnvironmentSecrets(env),
    startWorker: program.startWorker ?? ((name) => forkWorker(join(entryFolder, `${name}.js`), env)),
    log,
    env,
  });
  return { services, folder, log };
}

/** The version that the package at this root says it is. */
export function programVersion(root: string): string {
  const parsed: unknown = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return typeof parsed === 'object' && parsed !== null && 'version' in parsed ? String(parsed.version) : '0';
}
