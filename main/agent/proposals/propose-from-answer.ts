import {
  type Author,
  type FrameTimes,
  lastQuestion,
  type Mark,
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
  /** What the last answer names, as it would be proposed; the record is read after the last pause. */
  const read = async (trajectory: Trajectory, clip: OpenClip, signal: AbortSignal): Promise<Read> => {
    const { text, answer, form } = answered(trajectory);
    const times = answer !== null && namesTimes(answer) ? await frameTimes(clip, signal) : null;
    const { items } = record.snapshot();
    if (answer === null) return { text, items, wanted: [], changes: [], problem: null };
    const readingClip = { frameCount: clip.info.frameCount, times };
    const ofClip = items.filter((item) => item.kind === 'proposal').filter(isOfClip(trajectory));
    const earlier = ofClip.filter(({ trajectoryId }) => trajectoryId === trajectory.id);
    const others = ofClip.filter(({ trajectoryId }) => trajectoryId !== trajectory.id);
    const codeNames = items.flatMap((item) => (item.kind === 'code' ? [item.name] : []));
    const createdAt = new Date(clock()).toISOString();
    const { frameCount } = readingClip;
    const toProposal = proposalOf({ trajectory, codeNames, question: text, createdAt, frameCount });
    const wanted = readSpans(answer, form, readingClip).map(toProposal);
    const isFurther = trajectory.steps.some(({ kind }) => kind === 'question');
    const changes = changesOf({ earlier, others, isFurther }, wanted, createId);
    const reading = readAnswer(answer, form, readingClip);
    return {
      ...{ text, items, wanted, changes },
      problem: reading.ok || reading.isDeclined ? null : reading.problem,
    };
  };

  return {
    async propose(trajectory, clip, signal) {
      const { text, changes, problem } = await read(trajectory, clip, signal);
      if (changes.length > 0) {
        const { id: trajectoryId, engine } = trajectory;
        const by = { kind: 'model', trajectoryId, engine: engine.name } as const;
        record.edit({ id: createId(), title: titleOf(changes, text), changes }, by);
      }
      return problem;
    },
    async reveal(trajectory, clip, { revealedAt, signal }) {
      const { text, items, wanted, changes, problem } = await read(trajectory, clip, signal);
      const { id, clipId } = trajectory;
      // Another window was quicker.
      if (items.some((item) => item.kind === 'reveal' && item.id === id)) return null;
      const marked = marksOf(items, trajectory);
      const proposed = wanted.map(({ codeName, range }) => ({ codeName, range }));
      const reveal = putItem({ kind: 'reveal', id, clipId, revealedAt, marked, proposed });
      const title = `Reveal the answer to “${nameOfQuestion(text)}”`;
      record.edit({ id: createId(), title, changes: [reveal, ...changes] }, { kind: 'person' });
      return problem;
    },
  };
}

type Read = {
  readonly text: string;
  readonly items: readonly RecordItem[];
  readonly wanted: readonly NewProposal[];
  readonly changes: readonly RecordChange[];
  readonly problem: string | null;
};

/** What a person, and no engine, has tagged in the stretch that was asked about. */
function marksOf(items: readonly RecordItem[], { clipId, scope }: Trajectory): readonly Mark[] {
  const names = new Map(items.flatMap((item) => (item.kind === 'code' ? [[item.id, item.name]] : [])));
  return items.flatMap((item) => {
    if (item.kind !== 'event' || item.clipId !== clipId || item.by.kind !== 'person') return [];
    const { range, codeId } = item;
    const isInScope = scope === null || (range.start <= scope.end && range.end >= scope.start);
    return isInScope ? [{ codeName: names.get(codeId) ?? '', range }] : [];
  });
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
