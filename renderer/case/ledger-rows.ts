import type { Ledger } from '#common/domain/index.ts';
import { ledgerTexts as texts } from '../texts/case.ts';

export type LedgerRow = {
  readonly key: string;
  readonly host: string;
  /** The question, or what else it was for. */
  readonly words: string;
  readonly clip: string;
  /** Null where it was not kept. */
  readonly bytes: number | null;
  /** ISO 8601, UTC. */
  readonly at: string;
};

/** What was sent last comes first. */
export const rowsSinceStart = ({ sinceStart, kept }: Ledger): readonly LedgerRow[] =>
  sinceStart
    .map(({ host, trajectoryId, bytes, lastAt }): LedgerRow => {
      const about = kept.find((line) => line.trajectoryId === trajectoryId);
      const words = trajectoryId === null ? texts.noQuestion : (about?.question ?? texts.otherQuestion);
      const key = `${host} ${trajectoryId ?? ''}`;
      return { key, host, words, clip: about?.clipName ?? '', bytes, at: lastAt };
    })
    .sort((a, b) => b.at.localeCompare(a.at));

export const rowsKept = ({ kept }: Ledger): readonly LedgerRow[] =>
  kept.map(({ host, trajectoryId, question, clipName, engine, bytes, askedAt }) => ({
    key: `${host} ${trajectoryId}`,
    // Where it was not kept to which host, the engine is all that is known.
    host: host === '' ? engine : host,
    words: question,
    clip: clipName,
    bytes,
    at: askedAt,
  }));
