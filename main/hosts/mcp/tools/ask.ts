import { z } from 'zod';
import { type AskRequest, askRequestSchema } from '#common/contract/index.ts';
import {
  applyTrajectoryEvent,
  cancelled,
  DeepSportError,
  framesShown,
  modes,
  type Trajectory,
  type TrajectoryEvent,
} from '#common/domain/index.ts';
import { checkRange, clipArgument, clipOf, rangeArgument } from '../arguments.ts';
import { proposalRowSchema, proposalRows, proposalWords } from '../record-rows.ts';
import { defineTool, type ToolContext } from '../tool.ts';
import { engineWords, stepRow } from '../trajectory-words.ts';

export const ask = defineTool({
  name: 'ask',
  title: 'Ask an engine',
  description:
    'Asks one of the workstation’s vision-language models about a clip. It sees a few frames, looks closer where it decides to, and answers; what its answer places in time becomes proposals, never events. An engine can be wrong: check the frames that it saw. It takes seconds to minutes; progress tells each turn.',
  input: z.strictObject({
    clip: clipArgument,
    question: z.string().trim().min(1, 'Write a question first.').max(4000),
    engine: z
      .string()
      .min(1)
      .max(400)
      .optional()
      .describe('An id from list_engines; the person’s own choice when left out.'),
    mode: z
      .enum(modes)
      .default('iterative')
      .describe('passive: no look; single: at most one look; iterative: looks until answered.'),
    range: rangeArgument.optional().describe('The stretch asked about; the whole clip when left out.'),
    frames: z
      .int()
      .min(1)
      .max(64)
      .optional()
      .describe('Frames shown at the start (the engine’s own number).'),
    max_turns: z.int().min(1).max(16).optional(),
    seed: z
      .int()
      .min(0)
      .max(2 ** 31)
      .default(0)
      .describe('The same seed gives the same answer.'),
    answer_form: z
      .enum(['text', 'spans'])
      .default('text')
      .describe('spans asks for one line “first–last: name” for each occurrence.'),
  }),
  output: z.object({
    trajectory: z.string().describe('For get_trajectory.'),
    answer: z.string(),
    engine: z.string(),
    isLocal: z.boolean(),
    turns: z.int(),
    framesShown: z.array(z.int()).describe('Frames that the engine saw: what the answer rests on.'),
    warnings: z
      .array(z.string())
      .describe('What is not quite right: a claim about a frame never shown, say.'),
    proposals: z.array(proposalRowSchema),
  }),
  effect: 'adds',
  openWorld: true,
  async run(input, context) {
    const clip = await clipOf(input.clip, context);
    if (input.range) checkRange(input.range, clip);
    if (input.engine !== undefined) await checkEngine(input.engine, context);
    const trajectory = await follow(askRequestSchema.parse(requestOf(clip.id, input)), context);

    const turns = trajectory.steps.flatMap((step) => (step.kind === 'turn' ? [step] : []));
    const shown = new Set(framesShown(trajectory).map(({ index }) => index));
    const warnings = turns.flatMap((turn) => turn.warnings.map(({ message }) => message));
    const { items } = context.services.project.snapshot();
    const own = items
      .filter((item) => item.kind === 'proposal')
      .filter(({ trajectoryId }) => trajectoryId === trajectory.id);
    const proposals = await proposalRows(own, context);
    const frames = [...shown].sort((a, b) => a - b);
    const answer = trajectory.answer ?? '';
    return {
      data: {
        trajectory: trajectory.id,
        answer,
        engine: trajectory.engine.name,
        isLocal: trajectory.engine.local,
        turns: turns.length,
        framesShown: frames,
        warnings,
        proposals,
      },
      content: [
        answer,
        `Frames shown: ${frames.join(', ')}`,
        engineWords(trajectory),
        ...warnings.map((warning) => `Warning: ${warning}`),
        ...proposals.map((row) => `Proposed ${proposalWords(row)}`),
        `Trajectory: ${trajectory.id}`,
      ].join('\n'),
    };
  },
});

type Asked = {
  readonly question: string;
  readonly engine?: string | undefined;
  readonly mode: AskRequest['mode'];
  readonly range?: { readonly start: number; readonly end: number } | undefined;
  readonly frames?: number | undefined;
  readonly max_turns?: number | undefined;
  readonly seed: number;
  readonly answer_form: 'text' | 'spans';
};

const requestOf = (clipId: string, asked: Asked): z.input<typeof askRequestSchema> => ({
  clipId,
  question: asked.question,
  mode: asked.mode,
  seed: asked.seed,
  form: { kind: asked.answer_form },
  ...(asked.engine === undefined ? {} : { engine: asked.engine }),
  ...(asked.range === undefined ? {} : { scope: asked.range }),
  ...(asked.frames === undefined ? {} : { initialFrames: asked.frames }),
  ...(asked.max_turns === undefined ? {} : { maxTurns: asked.max_turns }),
});

/** A folder or an address would do for the person at the machine; another agent chooses among what they have chosen. */
async function checkEngine(wanted: string, { services }: ToolContext): Promise<void> {
  const ids = (await services.engines.list()).map(({ id }) => id);
  if (ids.includes(wanted)) return;
  throw new DeepSportError(
    'NOT_FOUND',
    `There is no engine “${wanted}” here: the engines are ${ids.join(', ')}, and a person can connect others in the workstation.`,
    { engine: wanted },
  );
}

/** Asks and reads to the end. Throws what it failed with, and CANCELLED. */
async function follow(request: AskRequest, context: ToolContext): Promise<Trajectory> {
  const { services, signal } = context;
  let trajectory: Trajectory | undefined;
  for await (const event of services.agent.ask(request, { signal })) {
    if (event.type === 'trajectory-start') trajectory = event.trajectory;
    else if (trajectory) trajectory = applyTrajectoryEvent(trajectory, event);
    tell(event, context);
  }
  if (trajectory?.status === 'answered') return trajectory;
  if (trajectory?.status === 'cancelled') throw cancelled();
  const { code = 'INTERNAL', message = 'The question could not be finished.' } = trajectory?.failure ?? {};
  throw new DeepSportError(code, message);
}

const stageWords = {
  waiting: 'Waiting for other questions',
  loading: 'Loading the engine',
  extracting: 'Taking frames',
  encoding: 'Encoding frames',
  prefill: 'Reading',
  decoding: 'Writing',
} as const;

function tell(event: TrajectoryEvent, { progress }: ToolContext): void {
  if (event.type === 'turn-start') progress(`Turn ${event.turn}`);
  else if (event.type === 'progress') progress(stageWords[event.stage], event.done, event.total);
  else if (event.type === 'step') progress(stepRow(event.step).words.slice(0, 400));
}
