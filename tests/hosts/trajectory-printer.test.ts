import { expect, test } from 'vitest';
import type { Step } from '#common/domain/index.ts';
import { createTrajectoryPrinter } from '#main/hosts/cli/trajectory-printer.ts';

const printed = (step: Step): readonly string[] => {
  const lines: string[] = [];
  const printer = createTrajectoryPrinter({ print: (line) => void lines.push(line), progress: () => {} });
  printer({ type: 'step', step });
  return lines;
};

const motion = { tool: 'motion_profile', arguments: { start: 35, end: 59 } } as const;

test('Frames are printed with the size at which they were sent', () => {
  const frame = { timeSeconds: 0, width: 448, height: 252, sha256: '' };
  const frames = [0, 9].map((index) => ({ index, ...frame }));
  expect(printed({ kind: 'frames', by: 'start', range: { start: 0, end: 9 }, frames })).toEqual([
    'Initial frames  0, 9  (448×252)',
  ]);
});

test('What a tool was asked and told is printed line by line', () => {
  expect(
    printed({
      ...{ kind: 'turn', turn: 2, thought: '', raw: '', warnings: [], seconds: 1 },
      action: { kind: 'tool', ...motion },
      usage: { newTokens: 5, cachedTokens: 6, generatedTokens: 7 },
    }),
  ).toEqual(['Turn 2  (5 new tokens, 6 from the cache, 7 written, 1.0 s)', '  asks      motion of 35–59']);
  expect(printed({ kind: 'tool-result', text: 'Motion:\nframe 35: 12', ...motion })).toEqual([
    '  told      Motion:',
    '            frame 35: 12',
  ]);
});
