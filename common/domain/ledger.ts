import type { SentBytes, Trajectory } from './trajectory.ts';

/** What left this machine for one host in the course of one question, or outside of any. */
export type LedgerLine = {
  /** Name, and port where it is not the usual one. */
  readonly host: string;
  /** Null for connecting to a server and for downloads. */
  readonly trajectoryId: string | null;
  readonly bytes: number;
  /** ISO 8601, UTC. */
  readonly firstAt: string;
  readonly lastAt: string;
};

/** What the project keeps of what was sent for one question. */
export type KeptLedgerLine = {
  readonly host: string;
  /** Null where it was not kept: the question was asked before the ledger was. */
  readonly bytes: number | null;
  readonly trajectoryId: string;
  readonly question: string;
  readonly clipId: string;
  readonly clipName: string;
  readonly engine: string;
  /** When it was asked; ISO 8601, UTC. */
  readonly askedAt: string;
};

export type Ledger = {
  readonly sinceStart: readonly LedgerLine[];
  /** The newest question first. */
  readonly kept: readonly KeptLedgerLine[];
};

/** What was sent for a question, by host; null where an engine elsewhere answered before this was kept. */
export function sentForQuestion({
  engine,
  steps,
}: Pick<Trajectory, 'engine' | 'steps'>): readonly SentBytes[] | null {
  const hosts = new Map<string, number>();
  let isKept = engine.local;
  for (const step of steps) {
    if (step.kind === 'turn' && step.prompt) isKept = true;
    const sent = step.kind === 'turn' || step.kind === 'notice' ? (step.sent ?? []) : [];
    for (const { host, bytes } of sent) hosts.set(host, (hosts.get(host) ?? 0) + bytes);
  }
  return isKept || hosts.size > 0 ? [...hosts].map(([host, bytes]) => ({ host, bytes })) : null;
}
