import { describe, expect, test } from 'vitest';
import { type AnswerForm, readAnswer, readSpans } from '#common/domain/index.ts';
import { createRandom } from '../random.ts';

/** 230 frames at 30 a second, but for a pause of two seconds before frame 200. */
const timestampsSeconds = Array.from({ length: 230 }, (_, frame) => frame / 30 + (frame >= 200 ? 2 : 0));
const clip = { frameCount: 230, times: { timestampsSeconds } };
const read = (text: string, kind: AnswerForm['kind'] = 'text') =>
  readSpans(text, { kind }, clip).map(({ name, range: { start, end } }) =>
    start === end ? `${start} ${name}`.trim() : `${start}–${end} ${name}`.trim(),
  );

describe('what an answer names by its frames', () => {
  test.each<[string, readonly string[]]>([
    // Nano's own answers.
    ['take-off at frame 37, entry at frame 80', ['37 take-off', '80 entry']],
    ['frame 80', ['80']],
    ['frames 38 to 79', ['38–79']],
    ['42 frames', []],
    ['cannot tell: I only find take-off, entry and flight; the dive number is another matter', []],
    ['cannot tell: these frames show no take-off.', []],
    // Lists and lines.
    [
      '- Frames 35–59: somersault\n- Frame 61: entry (feet first)',
      ['35–59 somersault', '61 entry (feet first)'],
    ],
    ['**Touch 1**: frame 12\n**Touch 2**: frame 31', ['12 Touch 1', '31 Touch 2']],
    ['Frame 12: Jab. Frame 20: Cross. Frame 40: Hook.', ['12 Jab', '20 Cross', '40 Hook']],
    ['Frames 12, 14 and 16: touch', ['12 touch', '14 touch', '16 touch']],
    ['Touches at frames 12, 31, 50 and 70.', ['12 Touches', '31 Touches', '50 Touches', '70 Touches']],
    ['Touch (frame 12), pass (frame 31), shot (frames 50–55).', ['12 Touch', '31 pass', '50–55 shot']],
    ['somersault: frames 35 to 59', ['35–59 somersault']],
    ['frame 61 entry', ['61 entry']],
    ['ｆｒａｍｅｓ ３５～５９: dive', ['35–59 dive']],
    // Sentences.
    [
      'The diver leaves the board at frame 37 and enters the water at frame 80, feet first.',
      ['37 diver leaves the board', '80 enters the water'],
    ],
    ['At frame 61 the diver touches the water, with little splash.', ['61 diver touches the water']],
    ['The somersault starts at frame 35 and ends at frame 59.', ['35–59 somersault']],
    ['From frame 35 until frame 59 the diver somersaults.', ['35–59 diver somersaults']],
    [
      'The athlete swings backward (frames 10–40), then lets go at frame 41 and lands at frame 66.',
      ['10–40 athlete swings backward', '41 lets go', '66 lands'],
    ],
    // Estimates.
    ['Take-off lies between 35 and 38: frame 37.', ['37 Take-off']],
    ['Take-off lies between frames 35 and 38.', ['35–38 Take-off']],
    ['Entry: frame 61 (between frames 58 and 64)', ['61 Entry']],
    // Times.
    ['Somersault from 4.2 s to 5.1 s.', ['126–153 Somersault']],
    ['at 4.2 seconds the ball is struck', ['126 ball is struck']],
    ['Kick-off at 0:01, goal at 0:06', ['30 Kick-off', '180 goal']],
    ['The whistle goes at 8.7 s.', ['201 whistle goes']],
    // Nothing is there, or nothing is meant.
    ['No entry is visible in frames 61–66.', []],
    ['The frames 0–34 do not show the diver.', []],
    ['The flight lasts 2 seconds.', []],
    ['It takes 4-5 s.', []],
    ['The score was 3–2 in 1999.', []],
    ['3–2: final score', []],
    ['35–59: not asked for as spans', []],
    ['frame_extraction_tool(35, 59)', []],
    ['The clip is 230 frames long.', []],
    ['The goal falls in frames 200–260.', []],
    ['At 9:59 the goal falls.', []],
    ['', []],
  ])('%j', (text, spans) => {
    expect(read(text)).toEqual(spans);
  });

  test.each<[string, readonly string[]]>([
    ['35–59: somersault\n60–72: entry', ['35–59 somersault', '60–72 entry']],
    ['1. 35–59: somersault\n2. 60–72: entry', ['35–59 somersault', '60–72 entry']],
    [
      'There are three touches:\n1) 12–14: Touch\n2) 31–33: Touch\n3) 50: Touch',
      ['12–14 Touch', '31–33 Touch', '50 Touch'],
    ],
    ['35-59 somersault', ['35–59 somersault']],
    ['35 to 59 – somersault', ['35–59 somersault']],
    ['[35, 59] somersault', ['35–59 somersault']],
    ['12 → 31: possession', ['12–31 possession']],
    ['12–14: Touch 1\n20–22: Touch 2', ['12–14 Touch 1', '20–22 Touch 2']],
    ['Jab: 12-18\nCross: 20-25\nHook: 40–47', ['12–18 Jab', '20–25 Cross', '40–47 Hook']],
    ['12-18: Pass, 20-25: shot', ['12–18 Pass', '20–25 shot']],
    ['Pass 12-18, shot 20-25', ['12–18 Pass', '20–25 shot']],
    ['12, 14 and 16: touch', ['12 touch', '14 touch', '16 touch']],
    ['Touches: 12, 31 and 50', ['12 Touches', '31 Touches', '50 Touches']],
    ['Touch — 12\nTouch — 31', ['12 Touch', '31 Touch']],
    ['| 35–59 | somersault |\n| 61 | entry |', ['35–59 somersault', '61 entry']],
    ['somersault (35–59)', ['35–59 somersault']],
    ['first frame: 35\nlast frame: 59', ['35–59']],
    ['"35–59: somersault (2½)"', ['35–59 somersault (2½)']],
    ['35–59: no splash', ['35–59 no splash']],
    ['I see no touch in frames 35–59.', []],
    ['00:04.2–00:05.1: somersault', ['126–153 somersault']],
    ['Kick: 4.2 s - 5.1 s', ['126–153 Kick']],
    ['Kick-off at 00:01.0, goal at 00:06.5', ['30 Kick-off', '195 goal']],
    [
      '[{"start":35,"end":59,"label":"somersault"},{"start":61,"end":61,"label":"entry"}]',
      ['35–59 somersault', '61 entry'],
    ],
    ['```json\n[{"start_frame": 35, "end_frame": "59", "event": "Touch"}]\n```', ['35–59 Touch']],
    ['{"events":[{"start_time": 1.2, "end_time": "0:02", "name":"kick"}]}', ['36–60 kick']],
    ['[{"start": "soon", "label": "x"}, {"start": 900, "end": 950, "label": "late"}]', []],
    ['200–260: late', []],
    ['10: A\n20: B', ['10 A', '20 B']],
    ['2 players', []],
    ['35.5: half a frame', []],
    ['none', []],
  ])('%j, asked for as spans', (text, spans) => {
    expect(read(text, 'spans')).toEqual(spans);
  });

  test('in its own written form is read back, whatever the names', () => {
    const random = createRandom(11);
    const words = [
      'Touch',
      'left foot',
      'Somersault 2½',
      'entry (feet first)',
      'Überkopf',
      'pass & go',
      '空翻',
      'No-look pass',
    ];
    for (let round = 0; round < 2000; round++) {
      const spans = Array.from({ length: 1 + random.integer(6) }, () => {
        const start = random.integer(230);
        const end = random.integer(3) === 0 ? start : start + random.integer(230 - start);
        return { start, end, name: `${random.pick(words)} ${random.pick(['a', 'b', 'c', 'd'])}` };
      });
      const unique = spans.filter(
        (span, place) =>
          !spans.slice(0, place).some((other) => JSON.stringify(other) === JSON.stringify(span)),
      );
      const range = ({ start, end }: { start: number; end: number }) =>
        start === end ? `${start}` : `${start}–${end}`;
      const wanted = unique.map((span) => `${range(span)} ${span.name}`);
      const lines = unique.map(
        (span) => `${random.pick(['', '- ', '1. ', '* '])}${range(span)}: ${span.name}`,
      );
      expect(read(lines.join(random.pick(['\n', '\r\n', ';\n'])), 'spans')).toEqual(wanted);
      expect(read(unique.map((span) => `${span.name}: frames ${range(span)}`).join('\n'), 'spans')).toEqual(
        wanted,
      );
      expect(read(JSON.stringify(unique.map(({ name, ...rest }) => ({ ...rest, label: name }))))).toEqual(
        wanted,
      );
    }
  });

  test('never lies outside the clip and never throws, whatever the text', () => {
    const random = createRandom(5);
    const pieces = [
      'frame ',
      'frames ',
      '12',
      '229',
      '230',
      '–',
      '-',
      ': ',
      ', ',
      ' and ',
      'Touch',
      '\n',
      '4.2 s',
      '0:07',
      'between ',
      ' to ',
      '[',
      ']',
      '{"start":',
      '}',
      '(',
      ')',
      '|',
      'no ',
      '½',
      '9'.repeat(12),
      'ends at ',
      '; ',
    ];
    for (let round = 0; round < 4000; round++) {
      const text = Array.from({ length: random.integer(16) }, () => random.pick(pieces)).join('');
      for (const kind of ['text', 'spans'] as const) {
        for (const { range, words, name } of readSpans(text, { kind }, clip)) {
          expect(range.start).toBeGreaterThanOrEqual(0);
          expect(range.start).toBeLessThanOrEqual(range.end);
          expect(range.end).toBeLessThan(230);
          expect(words).not.toBe('');
          expect(name.length).toBeLessThanOrEqual(80);
        }
      }
    }
    for (const flood of ['frames 1, ', '1: ', 'and frame 3 ', '(', '[{', '0:01 ', '1-', 'no ', ' ']) {
      expect(() => readSpans(flood.repeat(20_000), { kind: 'spans' }, clip)).not.toThrow();
    }
  });

  test('by time is read only where the frame times are at hand', () => {
    expect(readSpans('kick at 4.2 s', { kind: 'text' }, { frameCount: 230, times: null })).toEqual([]);
  });
});

describe('an answer by its form', () => {
  const choice: AnswerForm = { kind: 'choice', options: ['Left', 'Right', 'Left and right', 'Cannot tell'] };
  const number: AnswerForm = { kind: 'number', unit: 'm' };

  test.each<[string, AnswerForm, unknown]>([
    ['Left', choice, 'Left'],
    ['left.', choice, 'Left'],
    ['It is the right foot', choice, 'Right'],
    ['left and right', choice, 'Left and right'],
    ['12', number, 12],
    ['about 3,5 m', number, 3.5],
    ['-2', number, -2],
  ])('%j is read', (text, form, value) => {
    expect(readAnswer(text, form, clip)).toMatchObject({ ok: true });
    const reading = readAnswer(text, form, clip);
    expect(reading.ok && Object.values(reading.value)).toContain(value);
  });

  test.each<[string, AnswerForm, RegExp]>([
    ['left, or maybe right', choice, /more than one of the choices/],
    ['the middle', choice, /none of the choices/],
    ['12 of 14', number, /more than one number; one number, in m, was asked for\.$/],
    ['7/10', number, /more than one number/],
    ['zero', number, /no number/],
    ['A dive.', { kind: 'spans' }, /names no frames of the clip/],
  ])('%j breaks it, told in a sentence', (text, form, problem) => {
    const reading = readAnswer(text, form, clip);
    expect(reading).toMatchObject({ ok: false, isDeclined: false, problem: expect.stringMatching(problem) });
  });

  test('that declines is told apart from one that breaks the form', () => {
    expect(readAnswer('Cannot tell: too dark.', number, clip)).toMatchObject({ ok: false, isDeclined: true });
    expect(readAnswer('I cannot determine this.', { kind: 'spans' }, clip)).toMatchObject({
      isDeclined: true,
    });
    // Where it is one of the choices it is an answer.
    expect(readAnswer('Cannot tell', choice, clip)).toMatchObject({ ok: true });
  });

  test('of spans may be that there is none; free words are as they are', () => {
    expect(readAnswer('None.', { kind: 'spans' }, clip)).toEqual({
      ok: true,
      value: { kind: 'spans', spans: [] },
    });
    expect(readAnswer(' A dive. ', { kind: 'text' }, clip)).toEqual({
      ok: true,
      value: { kind: 'text', text: 'A dive.' },
    });
  });
});
