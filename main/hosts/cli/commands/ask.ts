import { askRequestSchema } from '#common/contract/index.ts';
import { DeepSportError, modes, type TrajectoryEvent } from '#common/domain/index.ts';
import type { Services } from '#main/rpc/services.ts';
import type { Command, CommandInput } from '../command.ts';
import {
  choiceOption,
  numberOption,
  projectOption,
  readRange,
  textOption,
  textsOption,
  wholeOption,
} from '../read-options.ts';
import { testAnswer } from '../test-answer.ts';
import { createTrajectoryPrinter } from '../trajectory-printer.ts';

/** `ask CLIP QUESTION`: the loop, told as it happens. */
export const ask: Command = {
  name: 'ask',
  summary: 'Asks about a clip and shows each thought, each look with its frames, and the answer.',
  usage: 'CLIP QUESTION',
  positionals: [2, 2],
  options: {
    model: { type: 'string' },
    mode: { type: 'string' },
    frames: { type: 'string' },
    'max-turns': { type: 'string' },
    range: { type: 'string' },
    look: { type: 'string', multiple: true },
    seed: { type: 'string' },
    temperature: { type: 'string' },
    'top-p': { type: 'string' },
    'repetition-penalty': { type: 'string' },
    project: { type: 'string' },
    probe: { type: 'boolean' },
  },
  help: [
    ['--model nano|DIR|URL', 'the engine: an id, a model folder, or a server’s address (the default engine)'],
    ['--mode passive|single|iterative', 'no look, at most one look, or looks until answered (iterative)'],
    ['--range 35:59', 'ask about these frames; looks may still go elsewhere (the whole clip)'],
    ['--frames 8', 'frames shown at the start (the engine’s own number)'],
    ['--max-turns 5', 'turns at most (the engine’s own number)'],
    ['--look 35:59', 'a look of your own after the first frames; may be given several times'],
    ['--seed 0', 'seed of the sampler (0)'],
    ['--temperature 0', '0 always gives the likeliest word (0)'],
    ['--top-p 1', 'of the likeliest words, as many as have this share together (1)'],
    ['--repetition-penalty 1', 'above 1, words already written become less likely; local engines only (1)'],
    [
      '--probe',
      'tests the answer: asks again of frames in reverse, shuffled, mirrored and grey, and says whether it depends on the video',
    ],
    ['--project FILE', 'keeps clip and question in this project, made where it is not there (kept nowhere)'],
  ],
  async run({ open, print, progress, json, signal }, { positionals, values }) {
    const [path = '', question = ''] = positionals;
    const options = readOptions(values);
    const services = await open(undefined, projectOption(values));
    const { readOnly } = services.projects.current();
    if (readOnly !== null) throw new DeepSportError('PROJECT_READ_ONLY', readOnly);
    const clip = await services.clips.open(path, { signal });
    const request = askRequestSchema.safeParse({ clipId: clip.id, question, ...options });
    if (!request.success) throw new DeepSportError('BAD_INPUT', firstSentence(request.error.issues));

    const tell = json
      ? (event: TrajectoryEvent) => print(JSON.stringify(event))
      : createTrajectoryPrinter({ print, progress });
    let trajectoryId = '';
    const end = await read(services.agent.ask(request.data, { signal }), (event) => {
      if (event.type === 'trajectory-start') trajectoryId = event.trajectory.id;
      tell(event);
    });
    if (end.status === 'cancelled') throw new DeepSportError('CANCELLED', 'Cancelled.');
    if (end.status === 'failed') throw failureOf(end);
    if (values.probe === true) await testAnswer(services, trajectoryId, { print, progress, json, signal });
  },
};

function readOptions(values: CommandInput['values']) {
  const seed = wholeOption(values, 'seed', { lowest: 0, highest: 999_999_999 });
  const temperature = numberOption(values, 'temperature', { lowest: 0, highest: 2 });
  const topP = numberOption(values, 'top-p', { lowest: 0.01, highest: 1 });
  const repetitionPenalty = numberOption(values, 'repetition-penalty', { lowest: 1, highest: 2 });
  const engine = textOption(values, 'model');
  const mode = choiceOption(values, 'mode', modes);
  const initialFrames = wholeOption(values, 'frames', { lowest: 1, highest: 64 });
  const maxTurns = wholeOption(values, 'max-turns', { lowest: 1, highest: 16 });
  const range = textOption(values, 'range');
  const looks = textsOption(values, 'look').map((text) => readRange(text, 'look'));
  return {
    looks,
    ...(range === undefined ? {} : { scope: readRange(range, 'range') }),
    ...(engine === undefined ? {} : { engine }),
    ...(mode === undefined ? {} : { mode }),
    ...(initialFrames === undefined ? {} : { initialFrames }),
    ...(maxTurns === undefined ? {} : { maxTurns }),
    ...(seed === undefined ? {} : { seed }),
    ...(temperature === undefined ? {} : { temperature }),
    ...(topP === undefined ? {} : { topP }),
    ...(repetitionPenalty === undefined ? {} : { repetitionPenalty }),
  };
}

type End = Extract<TrajectoryEvent, { type: 'trajectory-end' }>;

async function read(
  events: ReturnType<Services['agent']['ask']>,
  tell: (event: TrajectoryEvent) => void,
): Promise<End> {
  let end: End | undefined;
  for await (const event of events) {
    tell(event);
    if (event.type === 'trajectory-end') end = event;
  }
  if (!end) throw new Error('the question ended without an end');
  return end;
}

const failureOf = ({ failure }: End): DeepSportError =>
  new DeepSportError(failure?.code ?? 'INTERNAL', failure?.message ?? 'The question could not be finished.');

function firstSentence(issues: readonly { readonly message: string }[]): string {
  return issues[0]?.message ?? 'The question cannot be read.';
}
