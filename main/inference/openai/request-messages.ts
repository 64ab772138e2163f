import type OpenAI from 'openai';
import { type Frame, sampleEvenly } from '#common/domain/index.ts';
import { encodePngSync } from '#main/platform/index.ts';
import type { UserMessage } from '../vision-language-model.ts';
import type { Adaptation } from './adaptation.ts';

type Message = OpenAI.Chat.ChatCompletionMessageParam;
type Part = OpenAI.Chat.ChatCompletionContentPart;

/** A user message and what the engine replied; null for the message that waits for its reply. */
export type ServerTurn = { readonly message: UserMessage; readonly reply: string | null };

/** Turns pictures into data URLs, each once for as long as the frame is kept. */
export type PictureEncoder = (frame: Frame, half: boolean) => string;

/**
 * The whole conversation as a server wants it. Pictures stand in user turns only, each after its label, for
 * servers reject them in tool messages.
 */
export function requestMessages(
  system: string,
  turns: readonly ServerTurn[],
  adaptation: Adaptation,
  encode: PictureEncoder,
): Message[] {
  const { separate, gathered, withoutSystem } = adaptation;
  const messages: Message[] = system === '' || withoutSystem ? [] : [{ role: 'system', content: system }];
  const kept = keptPictures(turns, adaptation.maxPictures);
  const contents = turns.map(({ message }, turn) =>
    contentParts(message, kept[turn] ?? [], adaptation, encode),
  );
  const placed = gathered ? gatherPictures(contents) : contents;
  if (withoutSystem && system !== '') placed[0]?.unshift({ type: 'text', text: `${system}\n\n` });
  for (const [turn, { reply }] of turns.entries()) {
    const parts = placed[turn] ?? [];
    if (separate) for (const content of separated(parts)) messages.push({ role: 'user', content });
    else messages.push({ role: 'user', content: parts });
    if (reply !== null) messages.push({ role: 'assistant', content: reply });
  }
  return messages;
}

export const countPictures = (turns: readonly ServerTurn[]): number =>
  turns.reduce((sum, { message }) => sum + framesOf(message).length, 0);

/** Encodes a frame at its size, or at half of it; the text is kept as long as the frame is. */
export function createPictureEncoder(): PictureEncoder {
  const full = new WeakMap<Frame, string>();
  const halved = new WeakMap<Frame, string>();
  return (frame, half) => {
    const known = half ? halved : full;
    const found = known.get(frame);
    if (found) return found;
    const { pixels, width, height } = half ? halve(frame) : frame;
    const url = `data:image/png;base64,${Buffer.from(encodePngSync(pixels, { width, height })).toString('base64')}`;
    known.set(frame, url);
    return url;
  };
}

const framesOf = (message: UserMessage): readonly Frame[] =>
  message.parts.flatMap((part) => (part.type === 'frame' ? [part.frame] : []));

/** For each turn the ranks of its pictures that are sent: newest turn first, evenly within a turn. */
function keptPictures(turns: readonly ServerTurn[], limit: number | null): readonly (readonly number[])[] {
  let left = limit ?? Number.POSITIVE_INFINITY;
  return turns
    .toReversed()
    .map(({ message }) => {
      const chosen = sampleEvenly({ start: 0, end: framesOf(message).length - 1 }, left);
      left -= chosen.length;
      return chosen;
    })
    .toReversed();
}

function contentParts(
  message: UserMessage,
  kept: readonly number[],
  { half }: Adaptation,
  encode: PictureEncoder,
): Part[] {
  const parts: Part[] = [];
  const say = (text: string) => {
    const last = parts.at(-1);
    if (last?.type === 'text') last.text += text;
    else if (text !== '') parts.push({ type: 'text', text });
  };
  let rank = 0;
  for (const part of message.parts) {
    if (part.type === 'text') say(part.text);
    else if (kept.includes(rank++)) {
      parts.push({ type: 'image_url', image_url: { url: encode(part.frame, half) } });
    } else say(' (this picture was not sent)\n');
  }
  return parts;
}

/** Every picture, with the text before it, in the first message. */
function gatherPictures(contents: readonly Part[][]): Part[][] {
  const [first = [], ...later] = contents;
  const moved: Part[] = [];
  const left = later.map((parts) => {
    const end = parts.findLastIndex(({ type }) => type === 'image_url') + 1;
    moved.push(...parts.slice(0, end));
    const text: Part = { type: 'text', text: 'The pictures of this turn stand in the first message. ' };
    return end === 0 ? parts : [text, ...parts.slice(end)];
  });
  const end = first.findLastIndex(({ type }) => type === 'image_url') + 1;
  return [[...first.slice(0, end), ...moved, ...first.slice(end)], ...left];
}

/** One message for each picture and the label before it. */
function separated(parts: readonly Part[]): Part[][] {
  const messages: Part[][] = [];
  let open: Part[] = [];
  for (const part of parts) {
    open.push(part);
    if (part.type !== 'image_url') continue;
    messages.push(open);
    open = [];
  }
  if (open.length > 0) messages.push(open);
  return messages;
}

/** Half the width and height, each pixel the mean of four. */
function halve(frame: Frame): { pixels: Uint8Array; width: number; height: number } {
  const width = Math.max(1, frame.width >> 1);
  const height = Math.max(1, frame.height >> 1);
  const pixels = new Uint8Array(width * height * 3);
  const at = (x: number, y: number, c: number) =>
    frame.pixels[(Math.min(y, frame.height - 1) * frame.width + Math.min(x, frame.width - 1)) * 3 + c] ?? 0;
  let to = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let c = 0; c < 3; c++) {
        const [x0, y0] = [2 * x, 2 * y];
        pixels[to++] =
          (at(x0, y0, c) + at(x0 + 1, y0, c) + at(x0, y0 + 1, c) + at(x0 + 1, y0 + 1, c) + 2) >> 2;
      }
    }
  }
  return { pixels, width, height };
}
