import type { ServerSettings } from '#common/contract/index.ts';
import { type EngineCard, type FrameRange, frameRangeLength, type Mode } from '#common/domain/index.ts';
import type { Run } from '../app/state/run.ts';

export type BatchEstimate = {
  readonly tokens: number;
  /** In the currency of the prices; null where nothing is charged. */
  readonly cost: number | null;
  /** Earlier questions it rests on; 0 for a guess by frames. */
  readonly measuredOn: number;
};

/** A frame at 640 × 360 with a patch of 28 pixels (DeepSport §1.1), and words around it. */
const tokensPerFrame = 300;
const tokensOfWords = 700;
const tokensPerReply = 300;

export type BatchEstimateParts = {
  readonly engine: EngineCard;
  readonly mode: Mode;
  readonly ranges: readonly FrameRange[];
  /** Earlier questions, whatever the engine. */
  readonly runs: readonly Run[];
  /** What the engine's server charges; undefined where it charges nothing. */
  readonly prices: Pick<ServerSettings, 'promptPrice' | 'replyPrice'> | undefined;
};

/** What a queue will take: the mean of earlier questions to the same engine in the same mode, else a guess. */
export function estimateBatch({ engine, mode, ranges, runs, prices }: BatchEstimateParts): BatchEstimate {
  const spent = runs.flatMap(({ request, trajectory }) => {
    const isLike = request.engine === engine.id && request.mode === mode;
    return isLike && trajectory?.status === 'answered' ? [usageOf(trajectory.steps)] : [];
  });
  const charge = ({ prompt, reply }: { prompt: number; reply: number }) =>
    prices ? (prompt * prices.promptPrice + reply * prices.replyPrice) / 1e6 : null;
  if (spent.length > 0) {
    const mean = (of: (usage: (typeof spent)[number]) => number) =>
      (spent.reduce((sum, usage) => sum + of(usage), 0) / spent.length) * ranges.length;
    const costs = spent.flatMap(({ cost }) => (cost === null ? [] : [cost]));
    const known = costs.reduce((sum, cost) => sum + cost, 0) / Math.max(1, costs.length);
    const [prompt, reply] = [mean((usage) => usage.prompt), mean((usage) => usage.reply)];
    return {
      tokens: rounded(mean(({ computed }) => computed)),
      cost: costs.length > 0 ? known * ranges.length : charge({ prompt, reply }),
      measuredOn: spent.length,
    };
  }
  const { passiveFrames, initialFrames, framesPerLook } = engine.protocol;
  const looks = { passive: 0, single: 1, iterative: 2 }[mode];
  const most = mode === 'passive' ? passiveFrames : initialFrames + looks * framesPerLook;
  const prompt = ranges.reduce(
    (sum, range) => sum + tokensOfWords + tokensPerFrame * Math.min(most, frameRangeLength(range)),
    0,
  );
  const reply = tokensPerReply * (looks + 1) * ranges.length;
  return { tokens: rounded(prompt + reply), cost: charge({ prompt, reply }), measuredOn: 0 };
}

function usageOf(steps: NonNullable<Run['trajectory']>['steps']) {
  const usages = steps.flatMap((step) => (step.kind === 'turn' ? [step.usage] : []));
  const sum = (of: (usage: (typeof usages)[number]) => number) =>
    usages.reduce((total, usage) => total + of(usage), 0);
  const charged = usages.some(({ cost }) => cost !== undefined);
  return {
    computed: sum(({ newTokens, generatedTokens }) => newTokens + generatedTokens),
    // A server charges what it reads, from its cache or not.
    prompt: sum(({ newTokens, cachedTokens }) => newTokens + cachedTokens),
    reply: sum(({ generatedTokens }) => generatedTokens),
    cost: charged ? sum(({ cost }) => cost ?? 0) : null,
  };
}

/** Two digits say all that is known. */
const rounded = (value: number): number => Number(value.toPrecision(2));
