import { describe, expect, test } from 'vitest';
import {
  type AnswerForm,
  type ProbeKind,
  probeKinds,
  probeVerdict,
  probeWords,
  type Step,
  type Trajectory,
} from '#common/domain/index.ts';
import { createRandom } from '../random.ts';

const clip = { frameCount: 230, times: null };
const text: AnswerForm = { kind: 'text' };
const spans: AnswerForm = { kind: 'spans' };

function turnOf(answer: string): Step {
  const usage = { newTokens: 1, cachedTokens: 0, generatedTokens: 1 };
  const action = { kind: 'answer', text: answer } as const;
  return { kind: 'turn', turn: 1, thought: '', action, raw: answer, warnings: [], usage, seconds: 0.1 };
}

const trajectory = (answer: string, form: AnswerForm, change: Partial<Trajectory> = {}): Trajectory => ({
  id: 'tested',
  clipId: 'clip-1',
  clipName: 'dive.mp4',
  question: 'When?',
  mode: 'iterative',
  engine: { id: 'nano', name: 'Nano', device: 'CPU', local: true, weightsSha256: null, summary: '' },
  seed: 0,
  scope: null,
  eventId: null,
  form,
  settings: null,
  branch: null,
  probe: null,
  blind: false,
  createdAt: '2026-01-01T00:00:00.000Z',
  status: 'answered',
  steps: [turnOf(answer)],
  answer,
  formatValid: true,
  failure: null,
  ...change,
});

type Answers = Partial<Record<ProbeKind, string>>;

const probesOf = (answers: Answers, form: AnswerForm): readonly Trajectory[] =>
  probeKinds.flatMap((change) => {
    const answer = answers[change];
    const probe = { trajectoryId: 'tested', change };
    return answer === undefined ? [] : [trajectory(answer, form, { id: change, probe })];
  });

const verdictOf = (answer: string, answers: Answers, form: AnswerForm = text) =>
  probeVerdict(trajectory(answer, form), probesOf(answers, form), clip);

const allThe = (answer: string): Answers => ({
  reversed: answer,
  shuffled: answer,
  mirrored: answer,
  blank: answer,
});

/** `reversed other, blank same unexpected`. */
const outcomes = (verdict: ReturnType<typeof verdictOf>) =>
  verdict?.readings
    .map(
      ({ change, outcome, isExpected }) => `${change} ${outcome}${isExpected === false ? ' unexpected' : ''}`,
    )
    .join(', ');

describe('whether an answer depends on the video', () => {
  test('it ignores the video where grey frames and every other order give the same answer', () => {
    const verdict = verdictOf('take-off at frame 37', allThe('Take-off at frame 38.'));
    expect(verdict?.kind).toBe('ignores');
    expect(outcomes(verdict)).toBe(
      'reversed same unexpected, shuffled same unexpected, mirrored same, blank same unexpected',
    );
    expect(verdict && probeWords.verdict(verdict)).toBe(
      'Ignores the video: the same answer to grey frames, shuffled frames and frames in reverse.',
    );
  });

  test('it depends on the video where grey frames and another order change the moments and a mirror does not', () => {
    const verdict = verdictOf('take-off at frame 37, entry at frame 80', {
      reversed: 'cannot tell: these frames show no take-off.',
      shuffled: 'take-off at frame 21, entry at frame 46',
      mirrored: 'take-off at frame 38, entry at frame 80',
      blank: 'take-off at frame 46, entry at frame 99',
    });
    expect(verdict?.kind).toBe('depends');
    expect(outcomes(verdict)).toBe('reversed declined, shuffled other, mirrored same, blank other');
    expect(verdict && probeWords.verdict(verdict)).toBe(
      'Depends on the video: another answer to grey frames and shuffled frames, no answer to frames in reverse.',
    );
  });

  test('what else it does against expectation is told with it', () => {
    const verdict = verdictOf('frame 37', {
      reversed: 'frame 90',
      shuffled: 'frame 37',
      mirrored: 'frame 60',
      blank: 'frame 10',
    });
    expect(outcomes(verdict)).toBe(
      'reversed other, shuffled same unexpected, mirrored other unexpected, blank other',
    );
    expect(verdict && probeWords.verdict(verdict)).toBe(
      'Depends on the video: another answer to grey frames and frames in reverse, but the same to shuffled frames. Mirrored frames should not change when something happens, but did.',
    );
  });

  test('nothing can be told where all the changed frames are declined', () => {
    const no = 'I cannot tell from these frames.';
    const verdict = verdictOf('frame 37', { reversed: no, shuffled: no, blank: no });
    expect(verdict).toMatchObject({ kind: 'unclear', reason: 'declined' });
    expect(verdict && probeWords.verdict(verdict)).toBe('Cannot tell: it declined the changed frames.');
  });

  test('nothing can be told where grey frames say the same and another order does not', () => {
    const verdict = verdictOf(
      '44 frames',
      {
        reversed: 'cannot tell: no take-off',
        shuffled: '44 frames',
        mirrored: '44 frames',
        blank: '44 frames',
      },
      { kind: 'number', unit: 'frames' },
    );
    expect(verdict).toMatchObject({ kind: 'unclear', reason: 'blank-same' });
    expect(outcomes(verdict)).toBe('reversed declined, shuffled same, mirrored same, blank same unexpected');
    expect(verdict && probeWords.verdict(verdict)).toBe(
      'Cannot tell: the same answer to grey frames and shuffled frames, but no answer to frames in reverse.',
    );
  });

  test('nothing can be told where the frames named do not move with their pictures', () => {
    const verdict = verdictOf('frame 37', { reversed: 'frame 37', shuffled: 'frame 36', blank: 'frame 90' });
    expect(verdict).toMatchObject({ kind: 'unclear', reason: 'order-same' });
  });

  test('an answer without frames may stay the same in another order, and may change in a mirror', () => {
    const choice: AnswerForm = { kind: 'choice', options: ['Left', 'Right', 'Cannot tell'] };
    const verdict = verdictOf(
      'Left',
      { reversed: 'Left', shuffled: 'left.', mirrored: 'Right', blank: 'Cannot tell' },
      choice,
    );
    expect(verdict).toMatchObject({ kind: 'depends', reason: 'changes' });
    expect(outcomes(verdict)).toBe('reversed same, shuffled same, mirrored other, blank declined');
    const words = verdictOf('A back dive.', allThe('a back dive'));
    expect(words?.kind).toBe('ignores');
  });

  test('an answer that could not tell leaves nothing to test', () => {
    expect(verdictOf('cannot tell: no flight', allThe('cannot tell: no flight'))?.reason).toBe('no-answer');
  });

  test('it says so as long as grey frames or another order are missing, and nothing before the first test', () => {
    expect(verdictOf('frame 3', {})).toBeNull();
    expect(verdictOf('frame 3', { mirrored: 'frame 3' })?.reason).toBe('unfinished');
    expect(verdictOf('frame 3', { blank: 'frame 90' })?.reason).toBe('unfinished');
    expect(verdictOf('frame 3', { blank: 'frame 90', reversed: 'frame 70' })?.kind).toBe('depends');
  });

  test('a list of spans is the same in whatever order, with two frames or a tenth of a span between them', () => {
    const same = (second: string) =>
      verdictOf('0–100: Flight\n110–114: Entry', { blank: second }, spans)?.readings[0]?.outcome;
    expect(same('112–112: entry\n10–95: flight')).toBe('same');
    expect(same('112–112: entry\n11–95: flight')).toBe('other');
    expect(same('113–117: entry\n0–100: flight')).toBe('other');
    expect(same('110–114: Flight\n0–100: Entry')).toBe('other');
    expect(same('0–100: Flight')).toBe('other');
    expect(same('none')).toBe('other');
  });

  test('numbers are compared as numbers', () => {
    const outcome = (first: string, second: string) =>
      verdictOf(first, { blank: second }, { kind: 'number', unit: '' })?.readings[0]?.outcome;
    expect(outcome('7.5', 'I give 7,50')).toBe('same');
    expect(outcome('7.5', '75')).toBe('other');
    expect(outcome('7.5', 'many')).toBe('other');
  });

  test('the last finished test of each kind counts, of the answer as it stands', () => {
    const tested = trajectory('frame 37', text);
    const probe = { trajectoryId: 'tested', change: 'blank' } as const;
    const at = (second: number) => `2026-01-01T00:00:0${second}.000Z`;
    const first = trajectory('frame 37', text, { id: 'p1', probe, createdAt: at(1) });
    const second = trajectory('frame 90', text, { id: 'p2', probe, createdAt: at(2) });
    const cut = trajectory('frame 9', text, { id: 'p3', probe, createdAt: at(3), status: 'cancelled' });
    const other = trajectory('frame 9', text, { id: 'p4', probe: { ...probe, trajectoryId: 'another' } });
    const read = (of: Trajectory) =>
      probeVerdict(of, [second, first, cut, other], clip)?.readings.map(({ trajectoryId }) => trajectoryId);
    expect(read(tested)).toEqual(['p2']);
    const looked: Step = { kind: 'frames', by: 'analyst', range: { start: 1, end: 2 }, frames: [] };
    expect(read({ ...tested, steps: [...tested.steps, looked, turnOf('frame 38')] })).toBeUndefined();
    const further: Step = { kind: 'question', text: 'And then?', form: text };
    expect(read({ ...tested, steps: [...tested.steps, further, turnOf('frame 38')] })).toBeUndefined();
  });

  test('tests that all give the tested answer never make it depend on the video, and any verdict has its sentence', () => {
    const random = createRandom(7);
    const answers = ['frame 37', 'frame 150', 'cannot tell', 'a back dive', ''];
    for (let round = 0; round < 300; round++) {
      const tested = random.pick(answers.slice(0, 4));
      const given = Object.fromEntries(
        probeKinds.filter(() => random.next() < 0.8).map((change) => [change, random.pick(answers)]),
      );
      const verdict = verdictOf(tested, given);
      if (!verdict) continue;
      const isAllSame = verdict.readings.every(({ outcome }) => outcome === 'same');
      if (isAllSame) expect(verdict.kind).not.toBe('depends');
      expect(probeWords.verdict(verdict)).toMatch(
        /^(?:Ignores the video|Depends on the video|Cannot tell): \S.*\w\.$/u,
      );
      expect(probeWords.verdict(verdict)).not.toMatch(/undefined|but \.|to \.|to ,|but \.$/u);
    }
  });
});
