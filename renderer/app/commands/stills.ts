import { keepKeyImage, keyImagesOf, neighbouringKeyImage } from '#common/domain/index.ts';
import { stillsTexts as texts } from '../../texts/stills.ts';
import { type Command, type CommandContext, record } from './command.ts';
import { focusedReview } from './focused-review.ts';

function tell({ app }: CommandContext, words: string): void {
  app.stores.notices.getState().tell('note', words);
}

function shownFrame(context: CommandContext) {
  const { clip, playing, shown, target } = focusedReview(context);
  if (!clip) return null;
  return { clipId: clip.id, frame: playing ? (shown ?? target) : target };
}

function keep(context: CommandContext): void {
  const at = shownFrame(context);
  if (!at) {
    tell(context, texts.noClip);
    return;
  }
  const { items, edit } = record(context);
  const createdAt = new Date().toISOString();
  const changes = keepKeyImage(items, { id: crypto.randomUUID(), ...at, createdAt });
  if (changes.length === 0) tell(context, texts.isKept(at.frame));
  else if (edit(texts.edits.keep(at.frame), changes)) tell(context, texts.kept(at.frame));
}

function goTo(context: CommandContext, direction: 1 | -1): void {
  const at = shownFrame(context);
  if (!at) {
    tell(context, texts.noClip);
    return;
  }
  const found = neighbouringKeyImage(keyImagesOf(record(context).items, at.clipId), at.frame, direction);
  if (found) focusedReview(context).goTo(found.frame);
  else tell(context, texts.noneFurther[direction]);
}

/** Key images and the stroboscopic picture. */
export const stillsCommands: readonly Command[] = [
  {
    id: 'keep-key-image',
    name: texts.commands.keep,
    group: 'frames',
    keys: ['Shift+KeyI', 'Insert'],
    run: keep,
  },
  {
    id: 'next-key-image',
    name: texts.commands.next,
    group: 'frames',
    keys: ['Mod+Shift+ArrowRight'],
    repeats: true,
    run: (c) => goTo(c, 1),
  },
  {
    id: 'previous-key-image',
    name: texts.commands.previous,
    group: 'frames',
    keys: ['Mod+Shift+ArrowLeft'],
    repeats: true,
    run: (c) => goTo(c, -1),
  },
  {
    id: 'key-images',
    name: texts.commands.list,
    group: 'frames',
    keys: ['Alt+KeyI'],
    run: (c) => c.openDialog('key-images'),
  },
  {
    id: 'stroboscope',
    name: texts.commands.stroboscope,
    group: 'range',
    keys: ['Shift+KeyP'],
    run: (c) => c.openDialog('stroboscope'),
  },
];
