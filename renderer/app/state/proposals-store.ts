import { createStore } from 'zustand/vanilla';
import {
  acceptProposals,
  byDoubt,
  isAcceptable,
  nearestProposal,
  type Proposal,
  type ProposalCorrection,
  type RecordChange,
  rejectProposals,
} from '#common/domain/index.ts';
import { proposalTexts as texts } from '../../texts/proposals.ts';
import { recordTexts } from '../../texts/record.ts';
import type { EventsStore } from './events-store.ts';
import type { LayoutStore } from './layout-store.ts';
import type { NoticesStore } from './notices-store.ts';
import type { QuestionsStore } from './questions-store.ts';
import type { RecordStore } from './record-store.ts';
import type { ReviewStore } from './review-store.ts';

export type ProposalsState = {
  /** The proposal whose fields are open, by id. */
  readonly editing: string | null;
  readonly edit: (id: string | null) => void;
  /** The one that keys act on: selected, else pointed at, else nearest to the playhead, first of the answer shown. */
  readonly current: () => Proposal | undefined;
  /** Makes an event of a proposal, as it is or put right, and shows the next open one. */
  readonly accept: (id: string, correction?: ProposalCorrection) => void;
  readonly reject: (id: string) => void;
  /** All open ones of an answer, as one edit. */
  readonly acceptAll: (trajectoryId: string) => void;
  readonly rejectAll: (trajectoryId: string) => void;
  /** Opens the fields of a proposal in the trace. */
  readonly editInTrace: (id: string) => void;
  /** Selects a proposal, shows its first frame, and its question in the trace. */
  readonly show: (id: string) => void;
  /** The open one after the current one, the most doubtful first. */
  readonly showNext: () => void;
};

export type ProposalsStoreParts = {
  readonly record: RecordStore;
  readonly events: EventsStore;
  readonly review: ReviewStore;
  readonly questions: QuestionsStore;
  readonly layout: LayoutStore;
  readonly notices: NoticesStore;
  readonly createId?: () => string;
  readonly now?: () => Date;
};

/** What a person does with what engines propose. Nothing enters the record but by them. */
export function createProposalsStore({
  record,
  events,
  review,
  questions,
  layout,
  notices,
  createId = () => crypto.randomUUID(),
  now = () => new Date(),
}: ProposalsStoreParts) {
  return createStore<ProposalsState>()((set, get) => {
    const { tell } = notices.getState();
    const find = (id: string) => record.getState().items.proposal.get(id);
    const openOnClip = () =>
      [...record.getState().items.proposal.values()].filter(
        ({ clipId, status }) => status === 'open' && clipId === review.getState().clip?.id,
      );
    const openOf = (trajectoryId: string) =>
      byDoubt(openOnClip().filter((proposal) => proposal.trajectoryId === trajectoryId));

    /** The open one after this one: in its answer by doubt, from the start again, then in the other answers. */
    const after = (proposal: Proposal): Proposal | undefined => {
      const own = openOf(proposal.trajectoryId);
      const at = own.findIndex(({ id }) => id === proposal.id);
      const rest = [...own.slice(at + 1), ...own.slice(0, Math.max(0, at))];
      const others = openOnClip().filter(({ trajectoryId }) => trajectoryId !== proposal.trajectoryId);
      return rest[0] ?? nearestProposal(others, proposal.range.start);
    };

    const goOnFrom = (done: Proposal, next: Proposal | undefined, words: string): void => {
      if (get().editing === done.id) set({ editing: null });
      if (next) get().show(next.id);
      else events.getState().select([]);
      const { proposal } = record.getState().items;
      const own = [...proposal.values()].filter(({ trajectoryId }) => trajectoryId === done.trajectoryId);
      const left = own.filter(({ status }) => status === 'open').length;
      tell('note', `${words} ${texts.left(left, own.length)}`);
    };

    const all = (
      trajectoryId: string,
      changesOf: (open: readonly Proposal[]) => readonly RecordChange[],
      title: (count: number) => string,
      words: (count: number) => string,
    ): void => {
      const changes = changesOf(openOf(trajectoryId));
      const count = changes.filter(({ kind }) => kind === 'proposal').length;
      if (count === 0) tell('problem', texts.noneAcceptable);
      else if (record.getState().edit(title(count), changes)) tell('note', words(count));
    };

    const accepting = () => ({ createId, createdAt: now().toISOString() });

    return {
      editing: null,
      edit: (editing) => set({ editing }),
      current: () => {
        const { selected, pointed } = events.getState();
        const open = openOnClip();
        const inHand = [...selected, pointed].flatMap((id) => open.find((each) => each.id === id) ?? [])[0];
        const { runs, shown } = questions.getState();
        const answers = runs.filter(({ key }) => shown.includes(key)).map(({ trajectory }) => trajectory?.id);
        const ofShown = open.filter(({ trajectoryId }) => answers.includes(trajectoryId));
        return inHand ?? nearestProposal(ofShown.length > 0 ? ofShown : open, review.getState().target);
      },
      accept: (id, correction) => {
        const proposal = find(id);
        if (proposal?.status !== 'open') return;
        const { items, edit } = record.getState();
        const codeName = correction?.codeName ?? proposal.codeName;
        if (!isAcceptable(items, { ...proposal, codeName })) return tell('problem', texts.locked(codeName));
        const next = after(proposal);
        const changes = acceptProposals(items, [proposal], accepting(), correction);
        if (!edit(recordTexts.edits.accept(1), changes)) return;
        const range = correction?.range ?? proposal.range;
        goOnFrom(proposal, next, texts.accepted(codeName, range));
      },
      reject: (id) => {
        const proposal = find(id);
        if (proposal?.status !== 'open') return;
        const next = after(proposal);
        if (!record.getState().edit(recordTexts.edits.reject(1), rejectProposals([proposal]))) return;
        goOnFrom(proposal, next, texts.rejected(proposal.codeName, proposal.range));
      },
      acceptAll: (trajectoryId) =>
        all(
          trajectoryId,
          (open) => acceptProposals(record.getState().items, open, accepting()),
          recordTexts.edits.accept,
          texts.allAccepted,
        ),
      rejectAll: (trajectoryId) =>
        all(trajectoryId, rejectProposals, recordTexts.edits.reject, texts.allRejected),
      editInTrace: (id) => {
        const proposal = find(id);
        if (!proposal) return;
        get().show(id);
        const { runs } = questions.getState();
        const isThere = runs.some(({ trajectory }) => trajectory?.id === proposal.trajectoryId);
        if (!isThere) return tell('note', texts.notShown);
        layout.getState().change({ traceOpen: true, view: 'review' });
        set({ editing: id });
      },
      show: (id) => {
        const proposal = find(id);
        if (!proposal) return;
        events.getState().select([id]);
        review.getState().goTo(proposal.range.start);
        const { shown, runs, showTrajectory } = questions.getState();
        const isShown = runs.some(
          (run) => run.trajectory?.id === proposal.trajectoryId && shown.includes(run.key),
        );
        if (!isShown) showTrajectory(proposal.trajectoryId);
      },
      showNext: () => {
        const current = get().current();
        if (!current) return;
        const isInHand = events.getState().selected.includes(current.id);
        get().show(((isInHand && after(current)) || current).id);
      },
    };
  });
}
