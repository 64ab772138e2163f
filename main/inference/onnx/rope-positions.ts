/** A picture among the tokens, in text positions: rows and columns after merging. */
export type PictureSpan = { readonly rows: number; readonly columns: number };

/** Positions on the three axes, laid out [3, tokens], and the position that the next token takes. */
export type RopePositions = { readonly ids: BigInt64Array; readonly next: number };

/**
 * Positions of new tokens that follow `start` (M-RoPE of Qwen2-VL §2.1): text counts up on all three axes; a
 * picture has one time, its rows and its columns, counted from its first position; the text after it goes on
 * behind the larger side. Pictures are taken in order wherever `imageToken` stands.
 */
export function ropePositions(
  tokens: readonly number[],
  imageToken: number,
  pictures: readonly PictureSpan[],
  start: number,
): RopePositions {
  const length = tokens.length;
  const ids = new BigInt64Array(3 * length);
  let next = start;
  let picture = 0;
  for (let i = 0; i < length; ) {
    const span = tokens[i] === imageToken ? pictures[picture] : undefined;
    if (!span) {
      const position = BigInt(next++);
      ids[i] = position;
      ids[length + i] = position;
      ids[2 * length + i] = position;
      i += 1;
      continue;
    }
    for (let row = 0; row < span.rows; row++) {
      for (let column = 0; column < span.columns; column++, i++) {
        ids[i] = BigInt(next);
        ids[length + i] = BigInt(next + row);
        ids[2 * length + i] = BigInt(next + column);
      }
    }
    next += Math.max(span.rows, span.columns);
    picture += 1;
  }
  return { ids, next };
}
