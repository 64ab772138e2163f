import { describe, expect, it } from 'vitest';
import { placeFoundEvents, readImport, writeCodeWindow, writeEvents } from '#main/project/exchange/index.ts';
import { createRandom } from '../../random.ts';
import {
  inPieces,
  placeText,
  plainExchangeClip,
  readText,
  someClip,
  someCode,
  someDocument,
  someEvent,
} from './support.ts';

const instance = (start: string, end: string, code = 'Pass', more = '') =>
  `<instance><ID>1</ID><start>${start}</start><end>${end}</end><code>${code}</code>${more}</instance>`;
const file = (...instances: string[]) =>
  `<?xml version="1.0" encoding="UTF-8"?><file><ALL_INSTANCES>${instances.join('')}</ALL_INSTANCES></file>`;

const notesOf = async (text: string) => (await placeText(text)).placed.map(({ note }) => note);
const rangesOf = async (text: string) =>
  (await placeText(text)).placed.map(({ range }) => range && [range.start, range.end]);
const readBytes = (bytes: Uint8Array, name = 'events.xml') => readImport(name, inPieces(bytes));

describe('Sportscode XML from elsewhere', () => {
  it('is read with bare ampersands, names in other letters, and labels without a group', async () => {
    const label =
      '<label><text>Smith & Sons</text></label><LABEL><Group>Foot</Group><Text>left</Text></LABEL>';
    const { placed } = await placeText(file(instance('1', '2', 'Play & Win', label)));
    expect(placed[0]?.codeName).toBe('Play & Win');
    expect(placed[0]?.found.labels).toEqual([
      { group: '', text: 'Smith & Sons' },
      { group: 'Foot', text: 'left' },
    ]);
  });

  it('has each doubtful time mended or left out, in words', async () => {
    const text = file(
      instance('2', '1'),
      instance('-3', '-1'),
      instance('-1', '1'),
      instance('9', '60'),
      instance('60', '61'),
      instance('', '4'),
      instance('3', ''),
      instance('zwei', 'drei'),
      instance('1', '2', ''),
      instance('1e400', '2'),
    );
    expect(await notesOf(text)).toEqual([
      'ends before it begins: swapped',
      'before the clip’s beginning: left out',
      'begins before the clip: cut',
      'ends beyond the clip: cut',
      'beyond the clip’s end: left out',
      'no start time: left out',
      'no end: one frame long',
      'no start time: left out',
      'no code: called Untitled',
      'no start time: left out',
    ]);
    expect((await rangesOf(text)).slice(0, 4)).toEqual([[25, 49], null, [0, 24], [225, 249]]);
  });

  it('may overlap as it likes, but says nothing twice', async () => {
    const text = file(instance('1', '3'), instance('2', '4'), instance('1', '3'), instance('1.001', '3.001'));
    expect(await notesOf(text)).toEqual([
      '',
      '',
      'twice in the file: left out',
      'twice in the file: left out',
    ]);
  });

  it('is read in UTF-16, in Latin-1 whether or not it says so, and with bytes that are no letters', async () => {
    const text = file(instance('1', '2', 'Läufer')).replace(/<\?xml.*?\?>/, '');
    const utf16 = (mark: readonly number[], swap: boolean) => {
      const units = Buffer.from(text, 'utf16le');
      return Buffer.concat([Buffer.from(mark), swap ? units.swap16() : units]);
    };
    const latin = Buffer.from(text, 'latin1');
    const declared = Buffer.concat([Buffer.from('<?xml version="1.0" encoding="ISO-8859-1"?>'), latin]);
    const wrongly = Buffer.concat([
      Buffer.from('<?xml version="1.0" encoding="UTF-16"?>'),
      Buffer.from(text),
    ]);
    const unknown = Buffer.concat([
      Buffer.from('<?xml version="1.0" encoding="klingon"?>'),
      Buffer.from(text),
    ]);
    const all = [
      utf16([0xff, 0xfe], false),
      utf16([0xfe, 0xff], true),
      utf16([], false),
      latin,
      declared,
      wrongly,
      unknown,
    ];
    for (const bytes of all) {
      const read = await readBytes(bytes);
      expect(read.kind === 'events' && read.found.events.map(({ codeName }) => codeName)).toEqual(['Läufer']);
    }
    const read = await readBytes(latin);
    expect(read.kind === 'events' && read.found.remarks).toEqual([
      'Some of the file is not UTF-8: read as Western European text (Windows-1252).',
    ]);
  });

  it('never looks up an entity: a bomb stays as it was written', async () => {
    const bomb = `<!DOCTYPE file [<!ENTITY a "aaaaaaaaaa">${Array.from({ length: 20 }, (_, n) => `<!ENTITY b${n} "${'&a;'.repeat(10)}">`).join('')}
      <!ENTITY x SYSTEM "file:///etc/passwd">]>`;
    const { placed } = await placeText(`${bomb}${file(instance('1', '2', '&b19;&x;'))}`);
    expect(placed[0]?.codeName).toBe('&b19;&x;');
  });

  it('that ends in the middle gives what was whole, and a remark', async () => {
    const whole = file(instance('1', '2'), instance('3', '4'));
    const { found } = await placeText(whole.slice(0, whole.lastIndexOf('<end>')));
    expect(found.events).toHaveLength(1);
    expect(found.remarks).toEqual(['The file ends in the middle: what was whole is here.']);
  });

  it('with elements within elements without end is given up there', async () => {
    const { found } = await placeText(`${file(instance('1', '2'))}${'<a>'.repeat(100_000)}`);
    expect(found.events).toHaveLength(1);
    expect(found.remarks[0]).toContain('without end');
  });

  it('loses control signs in names, and keeps texts to what a project holds', async () => {
    const long = `<label><text>${'x'.repeat(9000)}</text></label>`;
    const { placed } = await placeText(file(instance('1', '2', 'A\u0007B\u0000', long)));
    expect(placed[0]?.codeName).toBe('A B');
    expect(placed[0]?.found.labels[0]?.text).toHaveLength(400);
    expect(placed[0]?.note).toBe('a text was too long: cut');
  });

  it('of two hundred thousand instances is read whole; more are said to be left out', async () => {
    async function* many() {
      yield Buffer.from('<file><ALL_INSTANCES>');
      for (let n = 0; n < 201; n += 1) {
        const thousand = Array.from({ length: 1000 }, (_, index) =>
          instance(`${n}.${1000 + index}`, `${n + 1}`),
        );
        yield Buffer.from(thousand.join(''));
      }
      yield Buffer.from('</ALL_INSTANCES></file>');
    }
    const read = await readImport('many.xml', many());
    if (read.kind !== 'events') throw new Error('a code window');
    expect(read.found.events).toHaveLength(200_000);
    expect(read.found.remarks[0]).toContain('more than 200 000');
  });

  it('of any length can be given up', async () => {
    const stop = new AbortController();
    let pieces = 0;
    async function* endless() {
      for (;;) {
        pieces += 1;
        if (pieces === 5) stop.abort();
        yield Buffer.from(instance('1', '2').repeat(500));
      }
    }
    await expect(readImport('endless.xml', endless(), { signal: stop.signal })).rejects.toMatchObject({
      code: 'CANCELLED',
    });
    expect(pieces).toBeLessThan(8);
  });
});

describe('Tables from elsewhere', () => {
  it('have any separator, decimal commas, and columns by many names', async () => {
    const tables = [
      'start,end,code\n1.2,2.4,Pass\n',
      'Start;End;Event\r\n1,2;2,4;Pass\r\n',
      'Event\tMark in\tMark out\rPass\t00:01.2\t00:02.4\r',
      'Behavior|Start (s)|Stop (s)\nPass|1.2|2.4',
      'Begin Time - hh:mm:ss.ms\tEnd Time - hh:mm:ss.ms\tCode\n00:00:01.200\t00:00:02.400\tPass\n',
      'start_time,duration,tag\n1.2,1.2,Pass\n',
      '"name","from","to"\n"Pass","0:00:01.2","0:00:02.4"\n',
      'code,start frame,end frame\nPass,30,59\n',
      'category,in,out\nPass,00:00:01:05,00:00:02:10\n',
      '1.2,2.4,Pass\n',
    ];
    for (const table of tables) {
      expect([table, await rangesOf(table)]).toEqual([table, [[30, 59]]]);
      expect((await placeText(table)).placed[0]?.codeName).toBe('Pass');
    }
  });

  it('keep further columns as groups of labels', async () => {
    const { placed } = await placeText('start,end,code,Player,Foot,notes\n1,2,Pass,7; 9,left,good\n');
    expect(placed[0]?.found).toMatchObject({
      labels: [
        { group: 'Player', text: '7' },
        { group: 'Player', text: '9' },
        { group: 'Foot', text: 'left' },
      ],
      note: 'good',
    });
  });

  it('of several clips give the rows of this one', async () => {
    const notes = await notesOf('clip,start,end,code\nmatch.mp4,1,2,Pass\nother.mp4,1,2,Pass\n');
    expect(notes).toEqual(['', 'belongs to the clip other.mp4: left out']);
  });

  it('with a quotation mark that is never closed are read up to there', async () => {
    const { found } = await placeText(`start,end,code\n1,2,Pass\n3,4,"${'x'.repeat(5_000_000)}`);
    expect(found.events[0]?.codeName).toBe('Pass');
    expect(found.remarks).toContain('A quotation mark is never closed: what comes after it was not read.');
  });

  it('are harmless in a spreadsheet, and the same again when they come back', async () => {
    const clip = plainExchangeClip();
    const codes = [someCode('pass', '=HYPERLINK("x")')];
    const events = [someEvent({ note: '@SUM(1)', labels: [{ group: '', text: "'-1" }] })];
    const text = [
      ...writeEvents(
        'csv',
        { title: '', clips: [clip], codes, events, trajectories: [] },
        { asciiOnly: false },
      ),
    ].join('');
    expect(text).toContain(`"'=HYPERLINK(""x"")"`);
    expect(text).not.toMatch(/[,\n]"?[=@]/);
    const { placed } = await placeText(text);
    expect(placed[0]).toMatchObject({ codeName: '=HYPERLINK("x")', found: { note: '@SUM(1)' } });
    expect(placed[0]?.found.labels).toEqual([{ group: '', text: "'-1" }]);
  });
});

describe('JSON lines from elsewhere', () => {
  it('cost a line that cannot be read, and no more', async () => {
    const lines = [
      '{"code":"Pass","start":1.2,"end":2.4}',
      '{"code":',
      '[1]',
      '{"label":"Shot","start":"0:03","end":"0:04"}',
    ];
    const { found, placed } = await placeText(lines.join('\n'));
    expect(placed.map(({ codeName, range }) => [codeName, range])).toEqual([
      ['Pass', { start: 30, end: 59 }],
      ['Shot', { start: 75, end: 99 }],
    ]);
    expect(found.remarks).toEqual(['Lines that hold no event: 2. They are left out.']);
  });
});

describe('A file that holds no events', () => {
  it('is refused in one sentence that names it', async () => {
    const texts: [string, string][] = [
      ['', 'FILE_EMPTY'],
      [' \n \n', 'FILE_EMPTY'],
      ['<html><body>no</body></html>', 'BAD_INPUT'],
      ['a cooking recipe\nwith several lines\n', 'BAD_INPUT'],
      ['{"some":"json"}', 'BAD_INPUT'],
      ['[1,2,3]', 'BAD_INPUT'],
      ['ftypisom\u0000\u0000\u0002', 'BAD_INPUT'],
      ['{"format":"deepsport-code-window","version":1}', 'BAD_INPUT'],
      ['{"format":"deepsport-code-window","version":9,"codeWindow":{}}', 'BAD_INPUT'],
    ];
    for (const [text, code] of texts) {
      await expect(readText(text, 'x.dat')).rejects.toMatchObject({
        code,
        message: expect.stringContaining('x.dat'),
      });
    }
  });
});

describe('Files with bytes changed at random', () => {
  it('never do worse than being refused in a sentence', async () => {
    const random = createRandom(99);
    const clip = someClip(random, 25, 0);
    const document = someDocument(random, clip, true);
    const formats = ['sportscode', 'csv', 'tsv', 'jsonl'] as const;
    const whole = formats.map((format) =>
      Buffer.from([...writeEvents(format, document, { asciiOnly: false })].join('')),
    );
    const codeWindow = {
      kind: 'code-window',
      id: 'w',
      name: 'W',
      sport: '',
      columns: 2,
      buttons: [],
    } as const;
    whole.push(Buffer.from(writeCodeWindow(codeWindow)));
    let read = 0;
    for (let round = 0; round < 4000; round += 1) {
      const bytes = Buffer.from(random.pick(whole));
      const changes = 1 + random.integer(12);
      for (let change = 0; change < changes; change += 1) {
        const at = random.integer(bytes.length);
        const kind = random.integer(3);
        if (kind === 0) bytes[at] = random.integer(256);
        else if (kind === 1) bytes.copyWithin(at, random.integer(bytes.length), random.integer(bytes.length));
        else bytes[at] = random.pick([...'<>"&;,\t\n{}[]\'=']).charCodeAt(0);
      }
      const cut = random.integer(4) === 0 ? bytes.subarray(0, random.integer(bytes.length)) : bytes;
      try {
        const found = await readImport('x', inPieces(cut));
        if (found.kind !== 'events') continue;
        placeFoundEvents(found.found.events, { clip, codes: [], events: [] });
        read += 1;
      } catch (error) {
        expect(error).toMatchObject({
          name: 'DeepSportError',
          code: expect.stringMatching(/^(BAD_INPUT|FILE_EMPTY)$/),
        });
      }
    }
    expect(read).toBeGreaterThan(1000);
  });
});
