import { DeepSportError } from '#common/domain/index.ts';

export const projectGone = (name: string): DeepSportError =>
  new DeepSportError(
    'NOT_FOUND',
    `The file of the project ${name} is gone. Put it back where it was, or take the project off the list.`,
    { name },
  );

export const nameTaken = (name: string): DeepSportError =>
  new DeepSportError(
    'BAD_INPUT',
    `There is a project “${name}” already. Choose another name, or open that one.`,
    {
      name,
    },
  );
