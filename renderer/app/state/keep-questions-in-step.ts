import type { AskingStore } from './asking-store.ts';
import { type BatchesStore, endedQuestions } from './batches-store.ts';
import type { EventsStore } from './events-store.ts';
import type { QuestionsStore } from './questions-store.ts';
import type { RecordStore } from './record-store.ts';
import type { ReviewStore } from './review-store.ts';

export type QuestionsSurroundings = {
  readonly review: ReviewStore;
  readonly events: EventsStore;
  readonly record: RecordStore;
  readonly batches: BatchesStore;
  readonly asking: AskingStore;
  readonly questions: QuestionsStore;
  readonly report: (error: unknown) => void;
};

/** What the questions follow: selections, the record's edits, and the queues of the host. */
export function keepQuestionsInStep(stores: QuestionsSurroundings): void {
  const { review, events, record, batches, asking, questions, report } = stores;
  // A question is about what was selected last, until something else is chosen for it.
  review.subscribe((now, before) => {
    if (now.selection !== before.selection) asking.getState().followSelection('range');
  });
  events.subscribe((now, before) => {
    if (now.selected !== before.selected) asking.getState().followSelection('events');
  });

  const reloadQuestions = () => questions.getState().load(questions.getState().clipId).catch(report);
  // Removing a question is an edit: it is undone like any other, on every page.
  record.subscribe((now, before) => {
    const isNew = now.ready && before.ready;
    if (isNew && now.items['hidden-question'] !== before.items['hidden-question']) void reloadQuestions();
  });
  // A queue asks on the host: its questions on this clip come in as they are answered.
  batches.subscribe((now, before) => {
    const { clipId, take } = questions.getState();
    const known = new Set(endedQuestions(before.batches, clipId));
    const ended = before.ready ? endedQuestions(now.batches, clipId) : [];
    for (const id of ended) if (!known.has(id)) take(id).catch(report);
  });
}
