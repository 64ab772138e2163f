import { drawBarCode } from '#main/video/synthetic/bar-code.ts';

/** Writes H.264 syntax: bits, and numbers in Exp-Golomb code. */
class BitWriter {
  readonly #bytes: number[] = [];
  #bitCount = 0;

  bits(value: number, count: number): this {
    for (let i = count - 1; i >= 0; i--) {
      if (this.#bitCount % 8 === 0) this.#bytes.push(0);
      const last = this.#bytes.length - 1;
      this.#bytes[last] = (this.#bytes[last] ?? 0) | (((value >>> i) & 1) << (7 - (this.#bitCount % 8)));
      this.#bitCount += 1;
    }
    return this;
  }

  numbers(...values: readonly number[]): this {
    for (const value of values) {
      const length = 32 - Math.clz32(value + 1);
      this.bits(0, length - 1).bits(value + 1, length);
    }
    return this;
  }

  alignedBytes(bytes: Uint8Array): this {
    while (this.#bitCount % 8 !== 0) this.bits(0, 1);
    for (const byte of bytes) this.#bytes.push(byte);
    this.#bitCount += bytes.length * 8;
    return this;
  }

  /** As a unit of a byte stream, with what keeps start codes out of its content. */
  unit(header: number): Buffer {
    this.bits(1, 1);
    const escaped: number[] = [];
    let zeros = 0;
    for (const byte of this.#bytes) {
      if (zeros >= 2 && byte <= 3) {
        escaped.push(3);
        zeros = 0;
      }
      escaped.push(byte);
      zeros = byte === 0 ? zeros + 1 : 0;
    }
    return Buffer.from([0, 0, 0, 1, header, ...escaped]);
  }
}

const width = 64;
const height = 64;
const macroblocksAcross = width / 16;
const framesPerGroup = 10;

function parameterSets(): Buffer {
  const sequence = new BitWriter().bits(77, 8).bits(0, 8).bits(30, 8).numbers(0, 0, 0, 4, 1).bits(0, 1);
  // The last number counts pairs of macroblock rows, for frames may be coded as two fields.
  sequence.numbers(macroblocksAcross - 1, height / 32 - 1).bits(0b00100, 5);
  const picture = new BitWriter().numbers(0, 0).bits(0, 2).numbers(0, 0, 0).bits(0, 3).numbers(0, 0, 0);
  return Buffer.concat([sequence.unit(0x67), picture.bits(0b100, 3).unit(0x68)]);
}

/** One field of frame `n`, uncompressed; `lines` gives its rows of brightness. */
function field(n: number, isBottom: boolean, lines: readonly Uint8Array[]): Buffer {
  const place = n % framesPerGroup;
  const isFresh = place === 0 && !isBottom;
  const isReference = place === 0;
  const slice = new BitWriter()
    .numbers(0, 7, 0)
    .bits(isReference ? 0 : 1, 4)
    .bits(1, 1);
  slice.bits(isBottom ? 1 : 0, 1);
  if (isFresh) slice.numbers(Math.floor(n / framesPerGroup) % 2);
  slice.bits(place * 2 + (isBottom ? 1 : 0), 8);
  if (isFresh) slice.bits(0, 2);
  else if (isReference) slice.bits(0, 1);
  slice.numbers(0, 1);
  for (let y = 0; y < lines.length; y += 16) {
    for (let x = 0; x < width; x += 16) {
      const luma = lines.slice(y, y + 16).flatMap((line) => [...line.subarray(x, x + 16)]);
      slice.numbers(25).alignedBytes(Uint8Array.from([...luma, ...Array<number>(128).fill(128)]));
    }
  }
  return slice.unit(isFresh ? 0x65 : isReference ? 0x61 : 0x01);
}

/** The field pairs of a clip: the upper field of frame n shows 2n as a bar code, the lower one 2n + 1. */
export function fieldPairs(frameCount: number): readonly (readonly [upper: Buffer, lower: Buffer])[] {
  const lines = (value: number) => {
    const rgb = drawBarCode(value, { width, height: height / 2 });
    return Array.from({ length: height / 2 }, (_, y) =>
      Uint8Array.from({ length: width }, (__, x) => rgb[(y * width + x) * 3] ?? 0),
    );
  };
  return Array.from({ length: frameCount }, (_, n) => {
    const upper = field(n, false, lines(2 * n));
    const start = n % framesPerGroup === 0 ? [parameterSets()] : [];
    return [Buffer.concat([...start, upper]), field(n, true, lines(2 * n + 1))] as const;
  });
}
