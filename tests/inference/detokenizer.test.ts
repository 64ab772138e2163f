import { describe, expect, it } from 'vitest';
import { createDetokenizer } from '#main/inference/onnx/detokenizer.ts';

/** Tokens that are single bytes: the hardest case. */
const decode = (tokens: readonly number[]) => Buffer.from(tokens).toString('utf8');
const push = (bytes: Iterable<number>) => {
  const detokenizer = createDetokenizer(decode);
  const deltas = Array.from(bytes, (byte) => detokenizer.push(byte));
  return { deltas: deltas.filter((delta) => delta !== ''), rest: detokenizer.flush() };
};

describe('createDetokenizer', () => {
  it('gives characters whole, however many tokens they take', () => {
    expect(push(Buffer.from('aé1½😀.'))).toEqual({ deltas: ['a', 'é', '1', '½', '😀', '.'], rest: '' });
  });

  it('gives what is left of a broken character only at the end', () => {
    expect(push(Buffer.from('é😀').subarray(0, 4))).toEqual({ deltas: ['é'], rest: '�' });
  });

  it('keeps the space that a decoder drops at the start of a text', () => {
    const words = ['▁the', '▁flight', 's'];
    const detokenizer = createDetokenizer((tokens) =>
      tokens
        .map((token) => words[token] ?? '')
        .join('')
        .replaceAll('▁', ' ')
        .trimStart(),
    );
    expect([0, 1, 2].map((token) => detokenizer.push(token)).join('')).toBe('the flights');
  });
});
