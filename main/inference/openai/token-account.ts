import { DeepSportError, type TokenUsage } from '#common/domain/index.ts';

/** What a server charges for a million tokens, in whatever currency the person wrote them down. */
export type TokenPrices = {
  readonly prompt: number;
  /** Prompt tokens that the server had in its cache; those of the prompt when left out. */
  readonly cached?: number | undefined;
  readonly generated: number;
};

/** What one reply used. */
export type UsageReport = {
  readonly model: string;
  readonly usage: TokenUsage;
  /** In the prices' currency; null where none were given. */
  readonly cost: number | null;
};

export function costOf(usage: TokenUsage, prices: TokenPrices): number {
  const { newTokens, cachedTokens, generatedTokens } = usage;
  const { prompt, cached = prompt, generated } = prices;
  return (newTokens * prompt + cachedTokens * cached + generatedTokens * generated) / 1e6;
}

/** Counts what a conversation has used, every prompt anew as a server counts it. */
export type TokenAccount = {
  /** How long a reply to a prompt of this length may be. BAD_INPUT before anything is sent where none is worth asking for. */
  room(promptTokens: number, mostReplyTokens: number): number;
  add(usage: TokenUsage): void;
};

/** A shorter reply cannot hold a thought and an answer. */
const leastReplyTokens = 64;

export function createTokenAccount(budget: number | undefined): TokenAccount {
  let used = 0;
  return {
    room(promptTokens, mostReplyTokens) {
      if (budget === undefined) return mostReplyTokens;
      const left = budget - used - promptTokens;
      if (left >= Math.min(leastReplyTokens, mostReplyTokens)) return Math.min(left, mostReplyTokens);
      throw new DeepSportError(
        'BAD_INPUT',
        `The next turn needs about ${promptTokens} tokens, and only ${Math.max(0, budget - used)} of the ${budget} allowed for one question are left: ask anew with fewer frames, or allow more in the settings of this server.`,
        { budget, used, promptTokens },
      );
    },
    add: ({ newTokens, cachedTokens, generatedTokens }) => {
      used += newTokens + cachedTokens + generatedTokens;
    },
  };
}
