import {
  type Author,
  type FrameTimes,
  lastQuestion,
  namesTimes,
  nanoQuestions,
  type Proposal,
  putItem,
  type RecordChange,
  type RecordEdit,
  type RecordItem,
  readAnswer,
  readSpans,
  removeItem,
  type Span,
  type Trajectory,
} from '#common/domain/index.ts';
import type { Clock, CreateId } from '#main/platform/index.ts';
import type { AnswerProposals } from '../agent.ts';
import type { OpenClip } from '../loop/open-clip.ts';
import { doubtOf, evidenceFor } from './evidence.ts';

type ProposalParts = {
  /** The open project's; `edit` throws PROJECT_READ_ONLY, DISK_FULL. */
  readonly record: {
    snapshot(): { readonly items: readonly RecordItem[] };
    edit(edit: RecordEdit, by: Author): number;
  };
  readonly frameTimes: (clip: OpenClip, signal: AbortSignal) => Promise<FrameTimes>;
  readonly clock: Clock;
  readonly createId: CreateId;
};

/**
 * Makes proposals of what an answer names, by one edit in the engine's name. They take the place of the open ones of
 * the same trajectory; what a person accepted or rejected stays, and is not proposed again, nor is what stands there
 * already from another question to the same engine (a replay says the same). A further question takes nothing
 * back: what the earlier ones found still waits.
 */
export function createAnswerProposals(parts: ProposalParts): AnswerProposals {
  const { record, frameTimes, clock, createId } = parts;
  return {
    async propose(trajectory, clip, signal) {
      const { text, answer, form } = answered(trajectory);
      if (answer === null) return null;
      const times = namesTimes(answer) ? await frameTimes(clip, signal) : null;
      const readingClip = { frameCount: clip.info.frameCount, times };
      const spans = readSpans(answer, form, readingClip);
      const { items } = record.snapshot();
      const ofClip = items.filter((item) => item.kind === 'proposal').filter(isOfClip(trajectory));
      const earlier = ofClip.filter(({ trajectoryId }) => trajectoryId === trajectory.id);
      const others = ofClip.filter(({ trajectoryId }) => trajectoryId !== trajectory.id);
      const codeNames = items.flatMap((item) => (item.kind === 'code' ? [item.name] : []));
      const createdAt = new Date(clock()).toISOString();
      const { frameCount } = readingClip;
      const toProposal = proposalOf({ trajectory, codeNames, question: text, createdAt, frameCount });
      const isFurther = trajectory.steps.some(({ kind }) => kind === 'question');
      const changes = changesOf({ earlier, others, isFurther }, spans.map(toProposal), createId);
      if (changes.length > 0) {
        const { id: trajectoryId, engine } = trajectory;
        const by = { kind: 'model', trajectoryId, engine: engine.name } as const;
        record.edit({ id: createId(), title: titleOf(changes, text), changes }, by);
      }
      const reading = readAnswer(answer, form, readingClip);
      return reading.ok || reading.isDeclined ? null : reading.problem;
    },
  };
}

/** The last question with its answer. */
function answered(trajectory: Trajectory) {
  const { text, form, steps } = lastQuestion(trajectory);
  const answers = steps.flatMap((step) =>
    step.kind === 'turn' && step.action?.kind === 'answer' ? [step.action.text] : [],
  );
  return { text, form, answer: answers.at(-1) ?? null };
}

type Circumstances = {
  readonly trajectory: Trajectory;
  readonly codeNames: readonly string[];
  readonly question: string;
  readonly createdAt: string;
  readonly frameCount: number;
};

type NewProposal = Omit<Proposal, 'id'>;

const proposalOf =
  ({ trajectory, codeNames, question, createdAt, frameCount }: Circumstances) =>
  (span: Span): NewProposal => ({
    kind: 'proposal',
    clipId: trajectory.clipId,
    codeName: codeNameOf(span.name === '' ? nameOfQuestion(question) : span.name, codeNames),
    range: span.range,
    labels: [],
    note: span.words.slice(0, 4000),
    trajectoryId: trajectory.id,
    engine: trajectory.engine.name,
    evidence: evidenceFor(trajectory, span.range),
    doubt: doubtOf(trajectory, span.range, frameCount),
    status: 'open',
    eventId: null,
    createdAt,
  });

const isOfClip =
  ({ clipId, engine }: Trajectory) =>
  (proposal: Proposal): boolean =>
    proposal.clipId === clipId && proposal.engine === engine.name;

const isSame = (a: NewProposal, b: NewProposal): boolean =>
  a.codeName === b.codeName && a.range.start === b.range.start && a.range.end === b.range.end;

type Standing = {
  readonly earlier: readonly Proposal[];
  readonly others: readonly Proposal[];
  readonly isFurther: boolean;
};

function changesOf(
  { earlier, others, isFurther }: Standing,
  wanted: readonly NewProposal[],
  createId: CreateId,
) {
  const open = earlier.filter(({ status }) => status === 'open');
  const gone = isFurther ? [] : open.filter((old) => !wanted.some((proposal) => isSame(old, proposal)));
  const judged = earlier.filter(({ status }) => status !== 'open');
  const known = [...judged, ...others.filter(({ status }) => status !== 'rejected')];
  const put = wanted
    .filter((proposal) => !known.some((old) => isSame(old, proposal)))
    .map((proposal) => ({ ...proposal, id: open.find((old) => isSame(old, proposal))?.id ?? createId() }));
  return [...gone.map(removeItem), ...put.map(putItem)];
}

/** As the project writes it, where an engine only writes it small or large. */
const codeNameOf = (name: string, known: readonly string[]): string =>
  known.find((code) => code.toLowerCase() === name.toLowerCase()) ?? name;

/** What happens without a name is what was asked for. */
function nameOfQuestion(question: string): string {
  const known = nanoQuestions.find((each) => each.question === question.trim());
  if (known) return known.name;
  const words = question
    .trim()
    .replace(/\s+/g, ' ')
    .replace(/[\s?.!:]+$/u, '');
  return words.length <= 60 ? words || 'Answer' : `${words.slice(0, 59).trimEnd()}…`;
}

function titleOf(changes: readonly RecordChange[], question: string): string {
  const about = nameOfQuestion(question);
  const count = changes.filter(({ item }) => item !== null).length;
  if (count === 0) return `No proposal from “${about}”`;
  return `${count} ${count === 1 ? 'proposal' : 'proposals'} from “${about}”`;
}
