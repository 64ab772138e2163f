import { z } from 'zod';
import { DeepSportError, type Proposal, putItem, toDeepSportError } from '#common/domain/index.ts';
import { checkRange, clipArgument, clipOf, frameArgument } from '../arguments.ts';
import { clientTrajectory, type ProposedEvent } from '../client-trajectory.ts';
import { proposalRowSchema, proposalRows, proposalWords } from '../record-rows.ts';
import { defineTool } from '../tool.ts';

const mostProposals = 200;

const proposedSchema = z.strictObject({
  start: frameArgument.describe('First frame.'),
  end: frameArgument.describe('Last frame, included.'),
  code: z
    .string()
    .trim()
    .min(1, 'A code is missing.')
    .max(120)
    .describe('What it is counted under, such as Pass; a code of the project where one fits (list_events).'),
  labels: z
    .array(
      z.strictObject({
        group: z.string().max(120).default('').describe('Such as Foot; empty for none.'),
        text: z.string().min(1).max(400).describe('Such as left.'),
      }),
    )
    .max(20)
    .default([]),
  note: z.string().max(4000).default('').describe('What can be seen, naming frames.'),
  doubt: z
    .number()
    .min(0)
    .max(1)
    .optional()
    .describe(
      '0 sure to 1 unsure. A person sees the most doubtful first; frames around the ends that you were not shown make it more.',
    ),
});

export const proposeEvents = defineTool({
  name: 'propose_events',
  title: 'Propose events',
  description:
    'Puts ranges of a clip before a person as proposals in your name, with the frames that you were shown as their evidence. Nothing becomes an event by this: a person accepts, corrects or rejects each proposal in the workstation. Look at the frames first. What is proposed in your name already is not proposed again.',
  input: z.strictObject({
    clip: clipArgument,
    question: z
      .string()
      .trim()
      .min(1)
      .max(4000)
      .describe('What you were asked to find, in one sentence; a person reads it above the proposals.'),
    events: z.array(proposedSchema).min(1).max(mostProposals),
  }),
  output: z.object({
    trajectory: z.string().nullable().describe('Null where everything had been proposed already.'),
    proposed: z.array(proposalRowSchema),
    warnings: z.array(z.string()).describe('Frames that a note names although you were not shown them.'),
    alreadyThere: z.int(),
  }),
  effect: 'adds',
  async run({ clip: wanted, question, events }, context) {
    const { clientName, clock, createId, isKept, services, shown } = context;
    const { project, toolbox } = services;
    if (!isKept) throw notKept();
    if (project.readOnly !== null) throw new DeepSportError('PROJECT_READ_ONLY', project.readOnly);
    const clip = await clipOf(wanted, context);
    for (const event of events) checkRange(event, clip);

    const { items } = project.snapshot();
    const codeNames = items.flatMap((item) => (item.kind === 'code' ? [item.name] : []));
    const known = items
      .filter((item) => item.kind === 'proposal')
      .filter((proposal) => proposal.clipId === clip.id && proposal.engine === clientName)
      .map(({ codeName, range }) => ({ code: codeName, range }));
    const all = events.map(
      ({ start, end, code, labels, note, doubt = null }): ProposedEvent => ({
        code: codeNames.find((name) => name.toLowerCase() === code.toLowerCase()) ?? code,
        range: { start, end },
        ...{ labels, note, doubt },
      }),
    );
    const fresh = all.filter((event, place) => ![...known, ...all.slice(0, place)].some(isSame(event)));
    const alreadyThere = all.length - fresh.length;
    if (fresh.length === 0) {
      const content = 'All of it has been proposed in your name already; nothing was added.';
      return { data: { trajectory: null, proposed: [], warnings: [], alreadyThere }, content };
    }
    const createdAt = new Date(clock()).toISOString();
    const trajectoryId = createId();
    const { trajectory, turn, end } = clientTrajectory({
      ...{ id: trajectoryId, clip, question, clientName, createdAt, events: fresh },
      looks: shown.steps(clip.id),
      checkAnswer: toolbox.checkAnswer,
    });
    const proposals = fresh.map(({ code, range, labels, note, doubt }): Proposal => {
      const support = toolbox.support(trajectory, range, clip.frameCount);
      return {
        ...{ kind: 'proposal', id: createId(), clipId: clip.id, codeName: code, range, labels, note },
        ...{ trajectoryId, engine: clientName, evidence: support.evidence },
        // No surer than the frames allow that it was shown.
        doubt: Math.max(doubt ?? 0, support.doubt),
        ...{ status: 'open', eventId: null, createdAt },
      };
    });
    const count = `${fresh.length} ${fresh.length === 1 ? 'proposal' : 'proposals'}`;
    keep();

    const proposed = await proposalRows(proposals, context);
    const warnings = turn.warnings.map(({ message }) => message);
    return {
      data: { trajectory: trajectoryId, proposed, warnings, alreadyThere },
      content: [
        `${count} put before a person, who accepts or rejects each in the workstation.`,
        ...(alreadyThere > 0 ? [`${alreadyThere} had been proposed in your name already.`] : []),
        ...warnings.map((warning) => `Warning: ${warning}`),
        ...proposed.map(proposalWords),
      ].join('\n'),
    };

    function keep(): void {
      const title = `${count} from “${short(question)}”`;
      project.startTrajectory(trajectory);
      try {
        const by = { kind: 'model', trajectoryId, engine: clientName } as const;
        project.edit({ id: createId(), title, changes: proposals.map(putItem) }, by);
      } catch (error) {
        const { code, message } = toDeepSportError(error);
        const failed = { status: 'failed', answer: null, failure: { code, message } } as const;
        project.endTrajectory(trajectoryId, { ...end, ...failed });
        throw error;
      }
      project.endTrajectory(trajectoryId, end);
    }
  },
});

type Named = Pick<ProposedEvent, 'code' | 'range'>;

const isSame = (one: Named) => (other: Named) =>
  other.code === one.code && other.range.start === one.range.start && other.range.end === one.range.end;

const short = (text: string): string => (text.length <= 60 ? text : `${text.slice(0, 59).trimEnd()}…`);

const notKept = (): DeepSportError =>
  new DeepSportError(
    'BAD_INPUT',
    'This server was started without a project, so no person would see a proposal: start it with deepsport mcp --project FILE.',
  );
