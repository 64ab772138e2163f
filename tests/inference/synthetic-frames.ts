import { createHash } from 'node:crypto';
import type { Frame, Size } from '#common/domain/index.ts';
import type { MessagePart, ReplyEvent, ReplyOptions } from '#main/inference/vision-language-model.ts';

/**
 * A picture that depends only on its number: the same formula stands in make_reference.py, so that the pixels
 * are equal on both sides without a file.
 */
export function syntheticFrame(index: number, { width, height }: Size): Frame {
  const pixels = new Uint8Array(width * height * 3);
  let at = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      pixels[at++] = (x * 3 + index * 17) % 256;
      pixels[at++] = (y * 5 + index * 29) % 256;
      pixels[at++] = (((x * y) >> 3) + index * 53) % 256;
    }
  }
  const sha256 = createHash('sha256').update(pixels).digest('hex');
  return { index, timeSeconds: index / 25, width, height, sha256, pixels };
}

export function framesMessage(indices: readonly number[], size: Size, text: string): readonly MessagePart[] {
  const parts = indices.flatMap((index): MessagePart[] => [
    { type: 'text', text: `frame ${index}:` },
    { type: 'frame', frame: syntheticFrame(index, size) },
  ]);
  return [...parts, { type: 'text', text }];
}

export const greedy = (changes: Partial<ReplyOptions> = {}): ReplyOptions => ({
  maxTokens: 24,
  temperature: 0,
  topP: 1,
  seed: 1,
  stop: [],
  ...changes,
});

/** All events of a reply, and its end. */
export async function collect(
  events: AsyncIterable<ReplyEvent>,
): Promise<{ events: ReplyEvent[]; end: Extract<ReplyEvent, { type: 'end' }>; text: string }> {
  const all: ReplyEvent[] = [];
  for await (const event of events) all.push(event);
  const end = all.at(-1);
  if (end?.type !== 'end') throw new Error('the reply has no end');
  const text = all.map((event) => (event.type === 'delta' ? event.text : '')).join('');
  return { events: all, end, text };
}
