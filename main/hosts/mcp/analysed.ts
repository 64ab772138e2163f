import type { ClipAnalysis } from '#common/domain/index.ts';
import { stageProgress } from './stage-progress.ts';
import type { ToolContext } from './tool.ts';

/** A client waits so long for one pass over a clip; what is done by then is kept, and the next call goes on. */
const patienceMilliseconds = 30_000;

/** What is known of a clip's shots and motion after looking through it as far as patience goes. */
export async function analysed(
  clipId: string,
  { services, signal, progress }: Pick<ToolContext, 'services' | 'signal' | 'progress'>,
): Promise<ClipAnalysis> {
  const source = await services.clips.sourceOf(clipId, { signal });
  const patience = AbortSignal.timeout(patienceMilliseconds);
  try {
    return await services.analyser.analyse(source, {
      signal: AbortSignal.any([signal, patience]),
      onStage: stageProgress(progress),
    });
  } catch (error) {
    if (signal.aborted || !patience.aborted) throw error;
    return services.analyser.state(source, { signal });
  }
}
