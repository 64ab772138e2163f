import { stateTexts } from '../../texts/app.ts';
import { formatCount, plural } from '../../ui/format.ts';
import type { RunProgress } from './run.ts';

/** `Encoding 8 frames · 62 %`. Writing has no known end, so it counts instead. */
export function progressWords({ stage, done, total }: RunProgress): string {
  if (stage === 'waiting') return `${stateTexts.stages.waiting} for ${plural(total, 'other question')}`;
  if (stage === 'decoding' && done < 1) return stateTexts.stages.decoding;
  if (stage === 'decoding') return `${stateTexts.stages.decoding} · ${formatCount(Math.round(done))} tokens`;
  const counted = (stage === 'extracting' || stage === 'encoding') && Number.isInteger(total) && total > 1;
  const words = counted ? stateTexts.stageOfFrames[stage](total) : stateTexts.stages[stage];
  return total > 0 ? `${words} · ${Math.floor((100 * done) / total)} %` : words;
}

/** 0–1; null where the end is not known. */
export const progressFraction = ({ stage, done, total }: RunProgress): number | null =>
  stage === 'decoding' || stage === 'waiting' || total <= 0 ? null : Math.min(1, done / total);
