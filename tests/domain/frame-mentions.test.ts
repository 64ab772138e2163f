import { describe, expect, test } from 'vitest';
import { frameMentions } from '#common/domain/index.ts';
import { createRandom } from '../random.ts';

const named = (text: string) => frameMentions(text).map(({ range: { start, end } }) => [start, end]);

describe('frames named in a text', () => {
  test.each<[string, readonly (readonly [number, number])[]]>([
    ['at frame 61.', [[61, 61]]],
    ['Frame 0: board', [[0, 0]]],
    [
      'frames 35–59 and frames 70-80',
      [
        [35, 59],
        [70, 80],
      ],
    ],
    ['frames 35 to 59', [[35, 59]]],
    ['from frame 12 through frame 30', [[12, 30]]],
    [
      'frames 12, 14 and 16',
      [
        [12, 12],
        [14, 14],
        [16, 16],
      ],
    ],
    [
      'frames 12–14, 20, and 30–40',
      [
        [12, 14],
        [20, 20],
        [30, 40],
      ],
    ],
    [
      'frame #7 and frame no. 8, frame number 9',
      [
        [7, 7],
        [8, 8],
        [9, 9],
      ],
    ],
    [
      '#3 frame 61, #4 frame 64',
      [
        [61, 61],
        [64, 64],
      ],
    ],
    ['frames 59–35', [[35, 59]]],
    ['at frame 61, 2 seconds later', [[61, 61]]],
    ['frame 35… 40', [[35, 40]]],
    ['won 3-2 in 1999, 25 frames per second, 8 frames', []],
    ['dive 5253B, frame rate 50, keyframe 3, frame 5253B', []],
    ['frame 1.5', []],
    ['frames 12–15, 3 times, and 2 seconds', [[12, 15]]],
    ['frameset 12', []],
    [
      'take-off lies between 46 and 69: frame 57',
      [
        [46, 69],
        [57, 57],
      ],
    ],
    [
      'between frames 46 and 69, between frame 3 and frame 5',
      [
        [46, 69],
        [3, 5],
      ],
    ],
    [
      'between 46–69 or between 7 to 9',
      [
        [46, 69],
        [7, 9],
      ],
    ],
    ['between 46 of them', []],
    ['between 2 and 3 somersaults, between 2 and 3 seconds, between 40 and 50 %', []],
    [
      'frames 35/36 and frames from 40 to 44',
      [
        [35, 35],
        [36, 36],
        [40, 44],
      ],
    ],
    [
      'frame_extraction_tool(35, 59), motion_profile( 70,90 )',
      [
        [35, 59],
        [70, 90],
      ],
    ],
  ])('of %j', (text, mentions) => {
    expect(named(text)).toEqual(mentions);
  });

  test('are found in any text without throwing, in time linear in its length', () => {
    const random = createRandom(3);
    const words = [
      'frame ',
      'frames ',
      '12',
      ' to ',
      '–',
      ', ',
      ' and ',
      '#',
      '999999999999',
      '\n',
      'é',
      'between ',
      'motion_profile(',
      '.',
    ];
    for (let round = 0; round < 3000; round++) {
      const text = Array.from({ length: random.integer(20) }, () => random.pick(words)).join('');
      for (const { range, numbers } of frameMentions(text)) {
        expect(range.start).toBeLessThanOrEqual(range.end);
        for (const { frame, at, length } of numbers) expect(Number(text.slice(at, at + length))).toBe(frame);
      }
    }
    expect(frameMentions(`frames ${'1, '.repeat(200_000)}`)).toHaveLength(200_000);
    expect(frameMentions(`frames ${'1 - '.repeat(200_000)}`)).toHaveLength(1);
    for (const flood of [' ', 'frame ', 'between ', 'between 1 and ', 'frames 1 to ']) {
      expect(() => frameMentions(flood.repeat(100_000))).not.toThrow();
    }
    expect(frameMentions(' '.repeat(1_000_000))).toEqual([]);
  });

  test('are told apart from what a written call asks for', () => {
    expect(frameMentions('frame 7, then motion_profile(8, 9)').map(({ isCall }) => isCall)).toEqual([
      false,
      true,
    ]);
  });
});
