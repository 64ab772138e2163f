import type { GetPromptResult, Prompt } from '@modelcontextprotocol/sdk/types.js';
import {
  type AnswerDimension,
  answerDimensions,
  DeepSportError,
  type QuestionSport,
  questionPresets,
  questionSportNamed,
  questionSports,
  sportLayouts,
} from '#common/domain/index.ts';

type PromptPlan = Prompt & {
  readonly arguments: NonNullable<Prompt['arguments']>;
  write(values: Readonly<Record<string, string>>): string;
};

const clip = { name: 'clip', description: 'The clip’s name, id or file.', required: true } as const;
const sport = { name: 'sport', description: questionSports.join(', '), required: true } as const;

const evidence =
  'Name the frames that show it, as “frame 35” or “frames 35–59”, and only frames that you have been shown. Say so where the frames cannot tell.';

const plans: readonly PromptPlan[] = [
  {
    name: 'tag_clip',
    title: 'Tag a clip',
    description: 'Looks through a clip and proposes its events under the codes of a sport.',
    arguments: [clip, sport],
    write: (values) =>
      [
        `Find the events of ${sportOf(values)} in the clip “${values.clip}” with the DeepSport tools.`,
        `Open it with open_clip where list_clips does not have it. Begin with motion_profile, list_shots and a look at the whole clip, then look closer until you know the first and the last frame of each event.`,
        `Codes that fit: ${codesOf(sportOf(values)).join(', ')}. Codes of the project, which list_events gives, come first.`,
        `Put what you found before the person with propose_events, with your doubt and a note for each. ${evidence}`,
      ].join('\n'),
  },
  {
    name: 'answer_about_clip',
    title: 'Answer the questions of a sport',
    description: 'Answers the preset questions of a sport and a dimension about a clip, frame by frame.',
    arguments: [clip, sport, { name: 'dimension', description: answerDimensions.join(', '), required: true }],
    write: (values) =>
      [
        `Answer these questions about the clip “${values.clip}” with the DeepSport tools:`,
        ...questionPresets[sportOf(values)][dimensionOf(values)].map(questionLine),
        `Look at the whole clip first, then closer where it decides. ${evidence}`,
      ].join('\n'),
  },
  {
    name: 'check_proposals',
    title: 'Check the open proposals',
    description: 'Looks at what engines proposed for a clip and says which of it the frames bear out.',
    arguments: [clip],
    write: (values) =>
      [
        `Check the open proposals of the clip “${values.clip}”: list_proposals gives them, the most doubtful first.`,
        'For each, look at its first and last frames with get_frames, a few frames beyond each end too. Say whether it holds, is misplaced (and where it lies), or is not there.',
        `A person decides; propose_events only where something is missing. ${evidence}`,
      ].join('\n'),
  },
];

export const prompts: readonly Prompt[] = plans.map(({ write: _, ...prompt }) => prompt);

/** Throws NOT_FOUND for a prompt, BAD_INPUT for its arguments. */
export function getPrompt(name: string, values: Readonly<Record<string, string>>): GetPromptResult {
  const plan = plans.find((each) => each.name === name);
  if (!plan) {
    throw new DeepSportError(
      'NOT_FOUND',
      `There is no prompt “${name.slice(0, 80)}”: the prompts are ${plans.map((each) => each.name).join(', ')}.`,
    );
  }
  const missing = plan.arguments.find((argument) => !values[argument.name]?.trim());
  if (missing) throw new DeepSportError('BAD_INPUT', `${name} needs the argument “${missing.name}”.`);
  return {
    description: plan.description ?? '',
    messages: [{ role: 'user', content: { type: 'text', text: plan.write(values) } }],
  };
}

/** What an argument may be that begins so. */
export function promptCompletions(argument: string, begun: string): string[] {
  const choices: readonly string[] =
    argument === 'sport' ? questionSports : argument === 'dimension' ? answerDimensions : [];
  return choices.filter((choice) => choice.toLowerCase().startsWith(begun.toLowerCase()));
}

function sportOf({ sport: name = '' }: Readonly<Record<string, string>>): QuestionSport {
  const found = questionSportNamed(name);
  if (found) return found;
  throw new DeepSportError(
    'BAD_INPUT',
    `There are no questions for “${name.slice(0, 80)}”: the sports are ${questionSports.join(', ')}.`,
  );
}

function dimensionOf({ dimension = '' }: Readonly<Record<string, string>>): AnswerDimension {
  const found = answerDimensions.find((each) => each === dimension.trim().toLowerCase());
  if (found) return found;
  throw new DeepSportError(
    'BAD_INPUT',
    `There is no dimension “${dimension.slice(0, 80)}”: the dimensions are ${answerDimensions.join(', ')}.`,
  );
}

const codesOf = (name: QuestionSport): readonly string[] =>
  sportLayouts
    .filter((layout) => questionSportNamed(layout.sport) === name)
    .flatMap(({ buttons }) => buttons.flatMap(({ kind, text }) => (kind === 'code' ? [text] : [])));

function questionLine({ form, name, question }: (typeof questionPresets)['Soccer']['rules'][number]): string {
  const how =
    form.kind === 'choice'
      ? ` One of: ${form.options.join(', ')}.`
      : form.kind === 'number'
        ? ` A number of ${form.unit}.`
        : form.kind === 'spans'
          ? ' One line “first–last: name” for each, put before the person with propose_events.'
          : '';
  return `- ${name}: ${question}${how}`;
}
