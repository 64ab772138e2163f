/** A decoded picture as it comes through a pipe: Y, then U, then V, two bytes (low first) beyond 8 bits. */
export type RawPicture = {
  /** Valid until the next picture is asked for. */
  readonly planes: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly bitDepth: number;
};

export type RawHeader = Omit<RawPicture, 'planes'> & {
  readonly isInterlaced: boolean;
  readonly pictureBytes: number;
};

const newline = 10;
const longestHeader = 4096;

/** The pictures in a stream of YUV4MPEG2, which says of itself how large they are. */
export async function* rawPictures(
  stream: AsyncIterable<Uint8Array>,
): AsyncGenerator<RawPicture, void, void> {
  let header: RawHeader | null = null;
  let line: number[] = [];
  let planes = new Uint8Array(0);
  let filled = -1;
  for await (const chunk of stream) {
    for (let at = 0; at < chunk.length; ) {
      if (header && filled >= 0) {
        const taken = Math.min(chunk.length - at, header.pictureBytes - filled);
        planes.set(chunk.subarray(at, at + taken), filled);
        at += taken;
        filled += taken;
        if (filled < header.pictureBytes) continue;
        filled = -1;
        const { width, height, bitDepth } = header;
        yield { planes, width, height, bitDepth };
        continue;
      }
      const byte = chunk[at++] ?? newline;
      if (byte !== newline) {
        line.push(byte);
        if (line.length > longestHeader) throw new Error('no YUV4MPEG2 stream');
        continue;
      }
      const text = String.fromCharCode(...line);
      line = [];
      if (header) {
        if (!text.startsWith('FRAME')) throw new Error(`expected a frame, got ${text.slice(0, 20)}`);
        filled = 0;
      } else {
        header = parseRawHeader(text);
        planes = new Uint8Array(header.pictureBytes);
      }
    }
  }
}

/** Reads `YUV4MPEG2 W720 H576 F25:1 It A16:15 C420mpeg2 …`. */
export function parseRawHeader(line: string): RawHeader {
  const [magic, ...fields] = line.split(' ');
  if (magic !== 'YUV4MPEG2') throw new Error('no YUV4MPEG2 stream');
  const field = (letter: string) => fields.find((text) => text.startsWith(letter))?.slice(1) ?? '';
  const [width, height] = [Number(field('W')), Number(field('H'))];
  const colour = field('C') || '420jpeg';
  const bitDepth = Number(/^(?:\d{3}p|mono)(\d+)$/.exec(colour)?.[1] ?? 8);
  const samples = width * height + 2 * colourSamples(colour, width, height);
  return {
    width,
    height,
    bitDepth,
    isInterlaced: ['t', 'b', 'm'].includes(field('I')),
    pictureBytes: samples * (bitDepth > 8 ? 2 : 1),
  };
}

/** The samples of each colour plane. */
function colourSamples(colour: string, width: number, height: number): number {
  if (colour.startsWith('mono')) return 0;
  if (colour.startsWith('444')) return width * height;
  if (colour.startsWith('422')) return Math.ceil(width / 2) * height;
  if (colour.startsWith('411')) return Math.ceil(width / 4) * height;
  if (colour.startsWith('420')) return Math.ceil(width / 2) * Math.ceil(height / 2);
  throw new Error(`unknown colour sampling ${colour}`);
}
