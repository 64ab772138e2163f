import { setImmediate as turn } from 'node:timers/promises';
import { throwIfCancelled } from '#common/domain/index.ts';

const headBytes = 1024;
const largestPiece = 256 * 1024;
const fallback = 'windows-1252';

export type TextSource = {
  readonly pieces: AsyncIterable<string>;
  /** Sentences on the encoding; to be read after the pieces. */
  readonly remarks: readonly string[];
};

/**
 * Bytes as text, piece by piece: by their byte order mark, what an XML declaration says, or the zeros of UTF-16;
 * else UTF-8, and Windows-1252 from the first byte on that is none. Nothing is refused. Other work has its turn
 * between the pieces, and a signal ends them with CANCELLED.
 */
export function decodeText(bytes: AsyncIterable<Uint8Array>, signal?: AbortSignal): TextSource {
  const remarks: string[] = [];
  return { remarks, pieces: decode(bytes, remarks, signal) };
}

async function* decode(
  bytes: AsyncIterable<Uint8Array>,
  remarks: string[],
  signal: AbortSignal | undefined,
): AsyncGenerator<string, void, void> {
  let decoder: Decoder | undefined;
  let head: Uint8Array = new Uint8Array(0);
  for await (const chunk of bytes) {
    for (let at = 0; at < chunk.length; at += largestPiece) {
      throwIfCancelled(signal);
      const piece = chunk.subarray(at, at + largestPiece);
      if (decoder) {
        yield decoder.take(piece, false);
      } else {
        head = joined(head, piece);
        if (head.length < headBytes) continue;
        decoder = decoderFor(head, remarks);
        yield decoder.take(head, false);
      }
      await turn();
    }
  }
  throwIfCancelled(signal);
  if (decoder) yield decoder.take(new Uint8Array(0), true);
  else yield decoderFor(head, remarks).take(head, true);
}

type Decoder = { readonly take: (bytes: Uint8Array, isLast: boolean) => string };

function decoderFor(head: Uint8Array, remarks: string[]): Decoder {
  const label = encodingOf(head);
  if (label !== 'utf-8') {
    try {
      return plainDecoder(label);
    } catch {
      remarks.push(`The file names an encoding that is not known (${label.slice(0, 40)}): read as UTF-8.`);
    }
  }
  return lenientDecoder(() =>
    remarks.push('Some of the file is not UTF-8: read as Western European text (Windows-1252).'),
  );
}

const plainDecoder = (label: string): Decoder => {
  const decoder = new TextDecoder(label);
  return { take: (bytes, isLast) => decoder.decode(bytes, { stream: !isLast }) };
};

function encodingOf(head: Uint8Array): string {
  const [first, second] = head;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  if (second === 0 && first !== 0) return 'utf-16le';
  if (first === 0 && second !== 0) return 'utf-16be';
  const start = String.fromCharCode(...head.subarray(0, 200));
  const declared = /^[^<]{0,3}<\?xml[^>]*?encoding\s*=\s*["']([\w.:-]+)["']/.exec(start)?.[1]?.toLowerCase();
  // Letters of one byte each cannot be what they claim.
  return declared === undefined || /^(utf-?(8|16|32)|ucs|us-ascii)/.test(declared) ? 'utf-8' : declared;
}

/** UTF-8 until a byte is none. A letter cut in two by the end of a piece waits for its rest. */
function lenientDecoder(onFallback: () => void): Decoder {
  let rest: Uint8Array = new Uint8Array(0);
  let other: Decoder | undefined;
  // The first piece may begin with a mark, which is no text.
  let strict = new TextDecoder('utf-8', { fatal: true });
  return {
    take(bytes, isLast) {
      if (other) return other.take(bytes, isLast);
      const all = joined(rest, bytes);
      const whole = isLast ? all.length : all.length - unfinished(all);
      try {
        const text = strict.decode(all.subarray(0, whole));
        strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
        rest = all.slice(whole);
        return text;
      } catch {
        onFallback();
        other = plainDecoder(fallback);
        return other.take(all, isLast);
      }
    },
  };
}

/** How many bytes at the end belong to a letter that has not come whole. */
function unfinished(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) > back ? back : 0;
  }
  return 0;
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  if (a.length === 0) return b;
  const all = new Uint8Array(a.length + b.length);
  all.set(a);
  all.set(b, a.length);
  return all;
}
