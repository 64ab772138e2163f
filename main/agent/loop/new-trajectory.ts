import type { AskRequest } from '#common/contract/index.ts';
import type { EngineCard, Trajectory } from '#common/domain/index.ts';
import type { OpenClip } from './open-clip.ts';

type Beginning = { readonly id: string; readonly createdAt: string };

/** A trajectory at its first moment, with all that is needed to ask again just so. */
export function newTrajectory(
  beginning: Beginning,
  request: AskRequest,
  { info }: OpenClip,
  card: EngineCard,
): Trajectory {
  const { question, mode, seed, form, scope, eventId, blind } = request;
  return {
    ...beginning,
    ...nothingYet,
    clipId: info.id,
    clipName: info.name,
    question,
    mode,
    engine: identityOf(card),
    seed,
    scope: scope ?? null,
    eventId: eventId ?? null,
    form,
    settings: {
      initialFrames: request.initialFrames ?? null,
      maxTurns: request.maxTurns ?? null,
      temperature: request.temperature,
      topP: request.topP,
      repetitionPenalty: request.repetitionPenalty,
      looks: request.looks,
    },
    branch: null,
    probe: null,
    blind,
  };
}

/** The same question once more, from nothing. */
export const askedAgain = (
  before: Trajectory,
  beginning: Beginning,
  card: EngineCard,
  branch: Trajectory['branch'],
): Trajectory => ({ ...before, ...beginning, ...nothingYet, engine: identityOf(card), branch });

/** What of an engine is another than it was, as a sentence; null where it is the same as far as can be told. */
export function engineChange(before: Trajectory['engine'], card: EngineCard): string | null {
  const { weightsSha256, name } = before;
  if (weightsSha256 !== null && card.weightsSha256 !== null && weightsSha256 !== card.weightsSha256) {
    return `The weights of ${card.name} have changed since: another answer may come of that alone.`;
  }
  return name === card.name
    ? null
    : `The first time ${name} answered, now ${card.name} does: another answer may come of that alone.`;
}

const nothingYet = {
  status: 'running',
  steps: [],
  answer: null,
  formatValid: null,
  failure: null,
} as const satisfies Partial<Trajectory>;

const identityOf = ({
  id,
  name,
  device,
  local,
  weightsSha256,
  summary,
}: EngineCard): Trajectory['engine'] => ({
  id,
  name,
  device,
  local,
  weightsSha256,
  summary,
});
