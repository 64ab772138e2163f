import { readdirSync } from 'node:fs';
import { setPriority } from 'node:os';
import type { WorkerMethod } from '#main/platform/worker-server.ts';
import { openMediabunnyClip } from '../mediabunny/open-clip.ts';
import { nodeDisk } from './analysis-disk.ts';
import type { AnalysisProgress, AnalysisWorkerInputs } from './analysis-messages.ts';
import { runAnalysis } from './run-analysis.ts';

/** The analysis as a method of the worker for long work. */
export function analysisWorkerMethods(): Readonly<Record<keyof AnalysisWorkerInputs, WorkerMethod>> {
  return {
    analyse(task: AnalysisWorkerInputs['analyse'], { signal, emit }) {
      yieldToEverythingElse();
      const onProgress = (progress: AnalysisProgress) => emit(progress);
      return runAnalysis({ openClip: openMediabunnyClip, disk: nodeDisk }, task, { signal, onProgress });
    },
  };
}

const lowest = 19;

/** Linux gives each thread a priority of its own, and those that run already keep theirs. */
function yieldToEverythingElse(): void {
  try {
    setPriority(lowest);
    if (process.platform !== 'linux') return;
    for (const thread of readdirSync('/proc/self/task')) setPriority(Number(thread), lowest);
  } catch {
    // A system that does not let us leaves the priority as it is.
  }
}
