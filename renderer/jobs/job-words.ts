import type { JobKind } from '#common/domain/index.ts';
import { jobsTexts as texts } from '../texts/jobs.ts';

/** `12 s`, `4 min`, `2 h 10 min`: no more exact than a forecast can be. */
export function roughSeconds(seconds: number): string {
  if (seconds < 60) return `${Math.max(1, Math.ceil(seconds))} s`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

export type JobStanding = {
  readonly kind: JobKind;
  /** Empty before the first report. */
  readonly stage: string;
  readonly progress: number | null;
  readonly secondsLeft: number | null;
};

/** `Indexing 48 %`. */
export function stageWords({ kind, stage, progress }: JobStanding): string {
  const name = stage || texts.kinds[kind];
  return progress === null ? name : `${name} ${Math.floor(progress * 100)} %`;
}

/** `Indexing 48 % · 12 s left`. */
export function jobWords(standing: JobStanding): string {
  const words = stageWords(standing);
  const { secondsLeft } = standing;
  return secondsLeft === null ? words : `${words} · ${texts.left(roughSeconds(secondsLeft))}`;
}
