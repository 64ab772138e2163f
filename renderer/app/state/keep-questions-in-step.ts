import { agreementTexts } from '../../texts/agreement.ts';
import type { AskingStore } from './asking-store.ts';
import { type BatchesStore, endedQuestions } from './batches-store.ts';
import type { EventsStore } from './events-store.ts';
import type { NoticesState } from './notices-store.ts';
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
  readonly tell: NoticesState['tell'];
  readonly report: (error: unknown) => void;
};

/** What the questions follow: selections, the record's edits, and the queues of the host. */
export function keepQuestionsInStep(stores: QuestionsSurroundings): void {
  const { review, events, record, batches, asking, questions, tell, report } = stores;
  // A question is about what was selected last, until something else is chosen for it.
  review.subscribe((now, before) => {
    if (now.selection !== before.selection) asking.getState().followSelection('range');
  });
  events.subscribe((now, before) => {
    if (now.selected !== before.selected) asking.getState().followSelection('events');
  });

  const onVeiled = (trajectoryId: string) => {
    const run = questions.getState().runs.find(({ trajectory }) => trajectory?.id === trajectoryId);
    if (run) tell('note', agreementTexts.veiledAgain(run.request.question));
  };
  const reloadQuestions = () => questions.getState().load(questions.getState().clipId).catch(report);
  // Removing a question is an edit: it is undone like any other, on every page.
  record.subscribe((now, before) => {
    const isNew = now.ready && before.ready;
    if (isNew && now.items['hidden-question'] !== before.items['hidden-question']) void reloadQuestions();
    if (!isNew || now.items.reveal === before.items.reveal) return;
    // What is veiled again leaves the page; what is revealed, here or elsewhere, comes in.
    void reloadQuestions();
    for (const { id } of before.items.reveal.values()) {
      if (!now.items.reveal.has(id)) onVeiled(id);
    }
  });
  // A queue asks on the host: its questions on this clip come in as they are answered.
  batches.subscribe((now, before) => {
    const { clipId, take } = questions.getState();
    const known = new Set(endedQuestions(before.batches, clipId));
    const ended = before.ready ? endedQuestions(now.batches, clipId) : [];
    for (const id of ended) if (!known.has(id)) take(id).catch(report);
  });
}
