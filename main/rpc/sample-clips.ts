import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { trajectorySchema } from '#common/contract/index.ts';
import type { Trajectory } from '#common/domain/index.ts';
import type { Log } from '../platform/index.ts';
import type { ProjectStore } from '../project/project-store.ts';
import type { SampleTaker } from './clip-library.ts';
import type { ServiceOptions } from './services.ts';

/**
 * `samples/project.json`: finished questions on the samples, so that a new project has something to look at.
 * Keys are file names of samples; a trajectory's `clipId` and `clipName` are put in when it is added.
 * `{ "dive-a.mp4": [ { "id": …, "question": …, "steps": […], … } ] }`
 */
const recordedSchema = z.record(z.string(), z.array(trajectorySchema));

type Parts = {
  readonly clips: SampleTaker;
  readonly project: Pick<ProjectStore, 'startTrajectory' | 'appendStep' | 'endTrajectory'>;
  readonly folder: string;
  /** Makes proposals of what a recorded answer names, as if it had been asked here. */
  readonly propose: (trajectory: Trajectory, signal: AbortSignal) => Promise<void>;
  readonly log: Log;
};

/** Adds the sample clips, the first by name as the newest, and their recorded questions. A broken one is left out. */
export async function addSampleClips(
  { clips, project, folder, log, propose }: Parts,
  { signal }: ServiceOptions = {},
): Promise<void> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.mp4')).sort();
  const recorded = await readRecorded(join(folder, 'project.json'), log);
  for (const name of names.reverse()) {
    if (signal?.aborted) return;
    try {
      const clip = await clips.addSample(join(folder, name), { signal });
      for (const trajectory of recorded[basename(name)] ?? []) {
        const own = { ...trajectory, clipId: clip.id, clipName: clip.name };
        store(project, own);
        await propose(own, signal ?? new AbortController().signal);
      }
    } catch (error) {
      log('warn', 'a sample clip could not be added', { name, error: String(error) });
    }
  }
}

async function readRecorded(file: string, log: Log): Promise<Readonly<Record<string, Trajectory[]>>> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch {
    return {};
  }
  try {
    return recordedSchema.parse(JSON.parse(text));
  } catch (error) {
    log('warn', 'the recorded questions of the samples cannot be read', { error: String(error) });
    return {};
  }
}

function store(project: Parts['project'], trajectory: Trajectory): void {
  const { id, steps, status, answer, formatValid, failure } = trajectory;
  if (status === 'running') return;
  project.startTrajectory({
    ...trajectory,
    status: 'running',
    steps: [],
    answer: null,
    formatValid: null,
    failure: null,
  });
  for (const step of steps) project.appendStep(id, step);
  project.endTrajectory(id, {
    type: 'trajectory-end',
    status,
    answer,
    formatValid: formatValid ?? false,
    failure,
  });
}
