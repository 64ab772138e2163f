import { cancelled, DeepSportError, type ErrorCode, type QuestionBatch } from '#common/domain/index.ts';
import { askTarget, type TargetOutcome, type TargetParts } from './ask-target.ts';
import { countAsked, isFinished, withTarget } from './batch-state.ts';

/** A batch being worked on. */
export type BatchRun = {
  batch: QuestionBatch;
  /** No further question is begun; those under way are finished. */
  isPaused: boolean;
  /** The only targets to be asked, by place; null for all that wait. */
  readonly only: Set<number> | null;
  /** Cancels the questions under way. */
  readonly stop: AbortController;
};

export type RunParts = TargetParts & {
  /** Questions answered at once. */
  readonly places: number;
  /** Keeps the batch as it now stands and tells of it. */
  readonly onChange: () => void;
  readonly report: (progress: {
    readonly stage: string;
    readonly done: number;
    readonly total: number;
  }) => void;
};

/** So many questions in a row that do not reach their engine: the others would not either. */
const mostUnreachable = 3;
/** What no further question can get over. */
const ends: ReadonlySet<ErrorCode | null> = new Set<ErrorCode>([
  'DISK_FULL',
  'PROJECT_READ_ONLY',
  'PROJECT_DAMAGED',
]);

/**
 * Asks what waits, target after target, until all was asked or the run is paused. Throws CANCELLED where it was paused,
 * or what makes going on pointless; the batch then stands as paused.
 */
export async function runBatch(run: BatchRun, parts: RunParts): Promise<void> {
  let unreachable = 0;
  let trouble: DeepSportError | null = null;

  const change = (batch: QuestionBatch) => {
    run.batch = batch;
    const { targets } = batch;
    const done = countAsked(batch);
    parts.report({ stage: `${done} of ${targets.length} asked`, done, total: targets.length });
    parts.onChange();
  };
  const settle = (place: number, { status, problem, tokens, cost, code }: TargetOutcome) => {
    const batch = withTarget(run.batch, place, { status, problem });
    const total = cost === null ? batch.cost : (batch.cost ?? 0) + cost;
    change({ ...batch, tokens: batch.tokens + tokens, cost: total });
    unreachable = code === 'ENGINE_UNREACHABLE' ? unreachable + 1 : 0;
    if (unreachable >= mostUnreachable) trouble ??= outOfReach(problem);
    else if (ends.has(code)) trouble ??= new DeepSportError(code ?? 'INTERNAL', problem ?? '');
  };
  const work = async (): Promise<void> => {
    while (!run.isPaused && trouble === null) {
      const place = run.batch.targets.findIndex(
        ({ status }, at) => status === 'waiting' && (run.only?.has(at) ?? true),
      );
      const target = run.batch.targets[place];
      if (!target) return;
      change(withTarget(run.batch, place, { status: 'running', trajectoryId: null, problem: null }));
      const outcome = await askTarget(parts, run.batch, target, {
        signal: run.stop.signal,
        onStart: (trajectoryId) => change(withTarget(run.batch, place, { trajectoryId })),
      });
      settle(place, outcome);
    }
  };

  const workers = Array.from({ length: parts.places }, () =>
    work().catch((error: unknown) => {
      // What cannot be kept must not be asked on by the others.
      run.isPaused = true;
      throw error;
    }),
  );
  await Promise.all(workers);
  change({ ...run.batch, status: isFinished(run.batch) ? 'done' : 'paused' });
  if (trouble) throw trouble;
  const isCutShort = run.only === null ? run.batch.status === 'paused' : run.isPaused;
  if (isCutShort) throw cancelled();
}

const outOfReach = (problem: string | null): DeepSportError =>
  new DeepSportError(
    'ENGINE_UNREACHABLE',
    `The queue waits, for its engine could not be reached ${mostUnreachable} times in a row. ${problem ?? ''}`.trim(),
  );
