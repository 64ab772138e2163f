import { askRequestSchema } from '#common/contract/index.ts';
import {
  type BatchTarget,
  type ErrorCode,
  type QuestionBatch,
  type TrajectoryEvent,
  toDeepSportError,
} from '#common/domain/index.ts';
import type { Agent } from '../../agent/agent.ts';
import type { ClipLibrary } from '../services.ts';
import { veilFailure } from '../veiled-questions.ts';

export type TargetParts = {
  readonly agent: Pick<Agent, 'ask'>;
  readonly clips: Pick<ClipLibrary, 'get'>;
};

/** What became of one question of a batch. */
export type TargetOutcome = {
  readonly status: 'answered' | 'failed' | 'cancelled';
  readonly code: ErrorCode | null;
  readonly problem: string | null;
  readonly tokens: number;
  /** Null where nothing was charged. */
  readonly cost: number | null;
};

/** Asks the batch's question of one target as an ordinary question. Never throws. */
export async function askTarget(
  { agent, clips }: TargetParts,
  batch: QuestionBatch,
  target: BatchTarget,
  { signal, onStart }: { readonly signal: AbortSignal; readonly onStart: (trajectoryId: string) => void },
): Promise<TargetOutcome> {
  let tokens = 0;
  let cost: number | null = null;
  let end: Extract<TrajectoryEvent, { type: 'trajectory-end' }> | undefined;
  try {
    // A clip of the project that nobody has looked at since the start is opened here; one that is gone says so.
    await clips.get(target.clipId, { signal });
    const { question, form, mode, engine, blind = false } = batch;
    const { clipId, range: scope, eventId } = target;
    const request = askRequestSchema.parse({
      ...{ clipId, question, form, mode, engine, scope, blind },
      ...(eventId === null ? {} : { eventId }),
    });
    for await (const event of agent.ask(request, { signal })) {
      if (event.type === 'trajectory-start') onStart(event.trajectory.id);
      if (event.type === 'trajectory-end') end = event;
      if (event.type !== 'step' || event.step.kind !== 'turn') continue;
      const { usage } = event.step;
      tokens += usage.newTokens + usage.cachedTokens + usage.generatedTokens;
      if (usage.cost !== undefined) cost = (cost ?? 0) + usage.cost;
    }
    const { status = 'failed' } = end ?? {};
    const failure = (batch.blind ? veilFailure(end?.failure ?? null) : end?.failure) ?? null;
    return { status, code: failure?.code ?? null, problem: failure?.message ?? null, tokens, cost };
  } catch (error) {
    const { code, message } = toDeepSportError(error);
    return code === 'CANCELLED'
      ? { status: 'cancelled', code, problem: null, tokens, cost }
      : { status: 'failed', code, problem: message, tokens, cost };
  }
}
