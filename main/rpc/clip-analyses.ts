import type { JobBoard } from '../platform/index.ts';
import type { ClipAnalyser } from '../video/index.ts';
import type { ClipAnalyses, ClipLibrary } from './services.ts';

export type ClipAnalysesParts = {
  readonly clips: Pick<ClipLibrary, 'get' | 'sourceOf'>;
  readonly analyser: ClipAnalyser;
  readonly jobs: JobBoard;
};

/** Analyses in the background, one job for a clip however often it is asked for. */
export function createClipAnalyses({ clips, analyser, jobs }: ClipAnalysesParts): ClipAnalyses {
  const running = new Set<string>();
  return {
    async start(clipId) {
      if (running.has(clipId)) return;
      running.add(clipId);
      try {
        const source = await clips.sourceOf(clipId);
        const { status } = await analyser.state(source);
        if (status === 'done') {
          running.delete(clipId);
          return;
        }
        const { name } = await clips.get(clipId);
        const { finished } = jobs.start({ kind: 'analyse', title: name, clipId }, ({ signal, report }) =>
          analyser.analyse(source, { signal, onStage: report }),
        );
        // The job tells of a failure.
        finished.catch(() => {}).finally(() => running.delete(clipId));
      } catch (error) {
        running.delete(clipId);
        throw error;
      }
    },
    get: async (clipId, options) => analyser.state(await clips.sourceOf(clipId, options), options),
  };
}
