import { DeepSportError, type FrameRange, stackBounds } from '#common/domain/index.ts';

/** The sentences a person reads when an export cannot be made: what is wrong, and what to do. */

export const diskFull = () =>
  new DeepSportError(
    'DISK_FULL',
    'The disk ran full while exporting, and nothing was left behind. Free some space or choose another place, then export again.',
  );

export const notEnoughSpace = (neededBytes: number, freeBytes: number) =>
  new DeepSportError(
    'DISK_FULL',
    `The export takes about ${formatBytes(neededBytes)}, but only ${formatBytes(freeBytes)} are free there. Free some space or choose another place.`,
    { neededBytes, freeBytes },
  );

export const targetFolderMissing = (folder: string) =>
  new DeepSportError('BAD_INPUT', `There is no folder “${folder}” to export to. Choose one that exists.`, {
    folder,
  });

export const targetNotWritable = (name: string, cause: unknown) =>
  new DeepSportError(
    'BAD_INPUT',
    `${name} cannot be written there. Choose a place that you may write to.`,
    { name },
    { cause },
  );

export const targetIsFolder = (name: string) =>
  new DeepSportError('BAD_INPUT', `${name} is a folder. Choose a name for the file.`, { name });

export const targetIsFile = (name: string) =>
  new DeepSportError(
    'BAD_INPUT',
    `${name} is a file, but several pictures go to a folder. Choose a name for the folder.`,
    { name },
  );

export const targetIsSource = (name: string) =>
  new DeepSportError(
    'BAD_INPUT',
    `${name} is the clip itself, which an export never overwrites. Choose another name.`,
    { name },
  );

export const extensionUnknown = (name: string) =>
  new DeepSportError(
    'BAD_INPUT',
    `The name ${name} does not say what kind of file to write. End it with .mp4, .mov, .mkv or .webm.`,
    { name },
  );

export const containerCannotHold = (container: string, codec: string, better: string) =>
  new DeepSportError(
    'BAD_INPUT',
    `${container} files cannot hold ${codec} pictures as they are. Choose a name that ends with ${better}, or an exact cut.`,
    { container, codec },
  );

export const rangeReversed = (start: number, end: number) =>
  new DeepSportError(
    'RANGE_INVALID',
    `The range ${start}–${end} ends before it begins. Give the first frame first.`,
    { start, end },
  );

export const reelEmpty = () => new DeepSportError('BAD_INPUT', 'A reel needs at least one range. Add one.');

export const stackCount = (count: number) =>
  new DeepSportError(
    'BAD_INPUT',
    `${stackBounds.least} to ${stackBounds.most} ranges stand side by side, not ${count}. ${count < stackBounds.least ? 'Add one' : 'Leave some out'}.`,
    { count },
  );

export const syncOutside = (syncFrame: number, { start, end }: FrameRange) =>
  new DeepSportError(
    'RANGE_INVALID',
    `Frame ${syncFrame}, at which a range is to stand beside the others, is not in it: choose one of ${start}–${end}.`,
    { syncFrame, start, end },
  );

export const noFontFound = () =>
  new DeepSportError(
    'BAD_INPUT',
    'No font was found on this computer to write numbers and labels with. Install one, or export without them.',
  );

export const copyUnreliable = (name: string) =>
  new DeepSportError(
    'CLIP_DAMAGED',
    `${name} cannot be cut there without encoding: the copied frames are not those asked for. Choose an exact cut.`,
    { name },
  );

export const exportUnreliable = () =>
  new DeepSportError(
    'INTERNAL',
    'The written file did not show the frames asked for, so it was removed. Export the range another way.',
  );

/** `812 kB`, `3.2 GB`: decimal units, as file managers show. */
function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  const units = ['kB', 'MB', 'GB', 'TB'];
  const power = Math.min(units.length, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** power;
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${units[power - 1]}`;
}
