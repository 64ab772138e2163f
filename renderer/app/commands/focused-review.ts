import type { ReviewState } from '../state/review-store.ts';
import type { CommandContext } from './command.ts';

/** The picture that keys act on: of two, the one in hand. */
export function focusedReview({ app }: CommandContext): ReviewState {
  const { mode, focus, right } = app.stores.compare.getState();
  return (mode !== 'off' && focus === 'right' ? right : app.stores.review).getState();
}
