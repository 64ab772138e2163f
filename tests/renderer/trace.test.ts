import { describe, expect, it } from 'vitest';
import { progressFraction, progressWords } from '#renderer/app/state/progress-words.ts';
import {
  claimsWithoutFrame,
  costOf,
  evidenceFrames,
  framesSentBefore,
  sameAnswer,
} from '#renderer/trace/evidence.ts';
import { readLiveReply } from '#renderer/trace/live-reply.ts';
import { frames, trajectory, turn } from './trajectories.ts';

describe('A reply while it is written', () => {
  it('shows the thought, then that it chooses a look, then the answer', () => {
    expect(readLiveReply('<thi')).toEqual({ thought: '', doing: 'thinking', answer: '' });
    expect(readLiveReply('<think>At frame 3')).toEqual({
      thought: 'At frame 3',
      doing: 'thinking',
      answer: '',
    });
    expect(readLiveReply('<think>So.</think><tool_call>frame_')).toMatchObject({
      thought: 'So.',
      doing: 'looking',
    });
    expect(readLiveReply('<think>So.</think><answer>frame 6')).toEqual({
      thought: 'So.',
      doing: 'answering',
      answer: 'frame 6',
    });
  });

  it('shows what does not follow the format as it is', () => {
    expect(readLiveReply('no tags at all')).toMatchObject({ thought: 'no tags at all', doing: 'thinking' });
  });
});

describe('Evidence', () => {
  const steps = [
    frames('start', 0, 99, [0, 33, 66, 99]),
    turn(1, { thought: 'Look at frames 33 to 66.' }),
    frames('model', 33, 66, [33, 44, 55, 66]),
    turn(2, { thought: 'frame 44 board, frame 55 air' }),
  ];

  it('is what the answer names and was sent', () => {
    expect(evidenceFrames(trajectory({ steps, answer: 'frames 44 to 55' }), 100)).toEqual([44, 55]);
  });

  it('is the ends of the spans that were asked for, or what was sent around them', () => {
    const answer = '34–44: Take-off';
    const spans = trajectory({ steps, answer, form: { kind: 'spans' } });
    expect(evidenceFrames(spans, 100)).toEqual([33, 44]);
  });

  it('is the frames around an estimate between two', () => {
    expect(evidenceFrames(trajectory({ steps, answer: 'frame 50' }), 100)).toEqual([44, 55]);
  });

  it('is what the last thought names when the answer names none', () => {
    expect(evidenceFrames(trajectory({ steps, answer: '22 frames' }), 100)).toEqual([44, 55]);
  });

  it('counts only frames sent before a turn', () => {
    expect([...framesSentBefore(trajectory({ steps }), 1)]).toEqual([0, 33, 66, 99]);
    expect(framesSentBefore(trajectory({ steps }), 2).has(44)).toBe(true);
  });

  it('gives the reason of each claim without a frame', () => {
    const claims = claimsWithoutFrame(
      turn(1, {
        warnings: [
          { kind: 'claim-without-frame', message: 'Frame 50 was not sent.', frame: 50 },
          { kind: 'format', message: 'No tags.' },
        ],
      }),
    );
    expect([...claims]).toEqual([[50, 'Frame 50 was not sent.']]);
  });

  it('has its price in seconds, frames and looks', () => {
    expect(costOf(trajectory({ steps }))).toEqual({ seconds: 3, frames: 6, looks: 1, tokens: 840 });
  });

  it('compares answers by their words', () => {
    expect(sameAnswer('Frame 37.', 'frame  37')).toBe(true);
    expect(sameAnswer('frame 37', 'frame 36')).toBe(false);
  });
});

describe('Progress', () => {
  it('says in words what is done and how far it is', () => {
    expect(progressWords({ stage: 'encoding', done: 5, total: 8 })).toBe('Encoding 8 frames · 62 %');
    expect(progressWords({ stage: 'waiting', done: 0, total: 1 })).toBe('Waiting for 1 other question');
    expect(progressWords({ stage: 'loading', done: 0.25, total: 1 })).toBe('Loading the model · 25 %');
    expect(progressWords({ stage: 'decoding', done: 34, total: 512 })).toBe('Writing · 34 tokens');
    expect(progressWords({ stage: 'decoding', done: 0, total: 512 })).toBe('Writing');
    expect(progressFraction({ stage: 'decoding', done: 34, total: 512 })).toBeNull();
    expect(progressFraction({ stage: 'encoding', done: 4, total: 8 })).toBe(0.5);
  });
});
