import { describe, expect, it } from 'vitest';
import type { ClipInfo } from '#common/domain/index.ts';
import { createReviewStore } from '#renderer/app/state/review-store.ts';

const open = () => {
  const store = createReviewStore();
  store.getState().showClip({ id: 'c1', frameCount: 100, width: 200, height: 100 } as ClipInfo);
  return store.getState;
};

describe('The playhead', () => {
  it('stays inside the clip', () => {
    const state = open();
    state().step(-1);
    expect(state().target).toBe(0);
    state().goTo(1e9);
    expect(state().target).toBe(99);
    state().step(10);
    expect(state().target).toBe(99);
  });

  it('steps from the picture on the screen, not from the clock that ran ahead of it', () => {
    const state = open();
    state().togglePlay();
    state().playedTo(50);
    state().pictureShown(47);
    state().step(1);
    expect(state().target).toBe(48);
    expect(state().playing).toBe(false);
  });

  it('stops at the ends and starts again from the beginning', () => {
    const state = open();
    state().togglePlay();
    state().playedTo(99);
    expect(state().playing).toBe(false);
    state().togglePlay();
    expect(state()).toMatchObject({ playing: true, target: 0 });
  });

  it('shuttles faster each time, both ways, and stops', () => {
    const state = open();
    state().shuttle(1);
    expect(state()).toMatchObject({ playing: true, direction: 1, speed: 1 });
    state().shuttle(1);
    state().shuttle(1);
    state().shuttle(1);
    expect(state().speed).toBe(4);
    state().shuttle(-1);
    expect(state()).toMatchObject({ direction: -1, speed: 1 });
    state().pause();
    expect(state().playing).toBe(false);
  });

  it('knows speeds from a sixteenth to four times', () => {
    const state = open();
    for (let step = 0; step < 9; step += 1) state().changeSpeed(-1);
    expect(state().speed).toBe(1 / 16);
    for (let step = 0; step < 9; step += 1) state().changeSpeed(1);
    expect(state().speed).toBe(4);
  });

  it('goes through the speeds that a person chose, and stays at the ends of them', () => {
    const state = open();
    const speeds = [0.3, 1, 1.5];
    const speedAfter = (steps: 1 | -1) => {
      state().changeSpeed(steps, speeds);
      return state().speed;
    };
    expect([1, 1, -1, -1, -1].map((steps) => speedAfter(steps as 1 | -1))).toEqual([1.5, 1.5, 1, 0.3, 0.3]);
    state().shuttle(1, speeds);
    state().shuttle(1, speeds);
    expect(state().speed).toBe(1.5);
  });
});

describe('The range', () => {
  it('is set by its start and its end, which never cross', () => {
    const state = open();
    state().goTo(30);
    state().setIn();
    expect(state().selection).toEqual({ start: 30, end: 99 });
    state().goTo(20);
    state().setOut();
    expect(state().selection).toEqual({ start: 20, end: 20 });
  });

  it('is forgotten with its clip', () => {
    const state = open();
    state().select({ start: 5, end: 500 });
    expect(state().selection).toEqual({ start: 5, end: 99 });
    state().showClip(null);
    expect(state()).toMatchObject({ clip: null, selection: null, times: null, shown: null });
  });

  it('takes the times of the open clip only', () => {
    const state = open();
    state().setTimes('another', { timestampsSeconds: [0], keyFrames: [0] });
    expect(state().times).toBeNull();
  });
});

describe('The zoom', () => {
  it('is kept by steps and forgotten with its clip', () => {
    const state = open();
    state().setStage({ width: 400, height: 400 });
    state().zoomBy(2);
    expect(state().zoom).toEqual({ scale: 4, centre: { x: 100, y: 50 } });
    state().step(3);
    expect(state().zoom?.scale).toBe(4);
    state().zoomBy(0.5);
    state().setZoom(null);
    state().toggleActualSize();
    expect(state().zoom?.scale).toBe(1);
    state().toggleActualSize();
    expect(state().zoom).toBeNull();
    state().zoomBy(2);
    state().showClip(null);
    expect(state().zoom).toBeNull();
  });
});

describe('A verification', () => {
  const verification = { frame: 8, verdict: 'same', words: 'Same.', details: 'Same.' } as const;

  it('is asked of the picture on the screen, at rest', () => {
    const state = open();
    state().togglePlay();
    state().playedTo(9);
    state().pictureShown(8);
    state().askForVerification();
    expect(state()).toMatchObject({ playing: false, target: 8, verifyAsked: 1 });
  });

  it('holds until another frame is shown', () => {
    const state = open();
    state().pictureShown(8);
    state().setVerification(verification);
    state().pictureShown(8);
    expect(state().verification).toEqual(verification);
    state().pictureShown(9);
    expect(state().verification).toBeNull();
    state().setVerification(verification);
    state().toggleMainPictures();
    expect(state()).toMatchObject({ verification: null, mainAsked: true });
  });
});
