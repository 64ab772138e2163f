import { nodeDisk } from '#main/video/analysis/analysis-disk.ts';
import type { AnalysisState } from '#main/video/analysis/analysis-state.ts';
import { readState } from '#main/video/analysis/analysis-state.ts';
import { runAnalysis } from '#main/video/analysis/run-analysis.ts';
import { openMediabunnyClip } from '#main/video/mediabunny/open-clip.ts';

/** The analysis of a file, made in this process. */
export async function analyseFile(path: string, folder: string): Promise<AnalysisState> {
  const task = { path, videoTrack: undefined, guarded: [], folder };
  const run = { signal: new AbortController().signal, onProgress: () => {} };
  await runAnalysis({ openClip: openMediabunnyClip, disk: nodeDisk }, task, run);
  const state = await readState(folder);
  if (!state) throw new Error('the analysis left no state');
  return state;
}
