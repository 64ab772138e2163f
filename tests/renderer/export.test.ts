import { describe, expect, it } from 'vitest';
import {
  applyChanges,
  type ClipInfo,
  type DrawingItem,
  noItems,
  type ProjectEvent,
  putItem,
} from '#common/domain/index.ts';
import { createReelStore } from '#renderer/app/state/reel-store.ts';
import { copyWords, smartWords } from '#renderer/export/cut-words.ts';
import { type ExportChoice, type ExportSituation, exportRequest } from '#renderer/export/export-request.ts';

const choice: ExportChoice = {
  what: 'range',
  frames: 'this',
  format: 'png',
  cut: 'copy',
  sound: true,
  frameNumbers: false,
  times: false,
  events: false,
  drawings: true,
};
const range = { start: 10, end: 12 };
const clip = { id: 'c1', hasAudio: true, width: 640, height: 360 } as ClipInfo;
const situation: ExportSituation = {
  clip,
  frame: 7,
  selection: range,
  reel: [],
  clips: [clip],
  items: noItems,
};
const requestOf = (change: Partial<ExportChoice>, where: Partial<ExportSituation> = {}) =>
  exportRequest({ ...choice, ...change }, { ...situation, ...where }).request;
const problemOf = (change: Partial<ExportChoice>, where: Partial<ExportSituation> = {}) =>
  exportRequest({ ...choice, ...change }, { ...situation, ...where }).problem;

describe('An export', () => {
  it('is of the frame shown or of each frame of the range', () => {
    expect(requestOf({ what: 'frames', format: 'jpeg' })).toEqual({
      kind: 'frames',
      clipId: 'c1',
      frames: [7],
      format: 'jpeg',
      burnIn: null,
    });
    expect(requestOf({ what: 'frames', frames: 'all' })).toMatchObject({ frames: [10, 11, 12] });
  });

  it('is of the range, without sound where there is none', () => {
    expect(requestOf({})).toEqual({
      kind: 'clip',
      clipId: 'c1',
      range,
      cut: 'copy',
      sound: true,
      burnIn: null,
    });
    const silent = { id: 'c1', hasAudio: false } as ClipInfo;
    expect(requestOf({}, { clip: silent })).toMatchObject({ sound: false });
  });

  it('encodes every picture anew where something is burnt in', () => {
    expect(requestOf({ times: true })).toMatchObject({
      cut: 'exact',
      burnIn: { frameNumbers: false, times: true, events: [], drawings: [] },
    });
  });

  it('is of the gathered ranges in their order', () => {
    const reel = [
      { clipId: 'c1', range, clipName: 'a', key: 1 },
      { clipId: 'c1', range: { start: 0, end: 3 }, clipName: 'a', key: 2 },
    ];
    expect(requestOf({ what: 'reel' }, { reel, selection: null })).toEqual({
      kind: 'reel',
      parts: [
        { clipId: 'c1', range },
        { clipId: 'c1', range: { start: 0, end: 3 } },
      ],
      sound: true,
      burnIn: null,
    });
  });

  it('says what is missing and what to do', () => {
    expect(problemOf({}, { selection: null })).toMatch(/^Select a range first/);
    expect(problemOf({ what: 'frames', frames: 'all' }, { selection: null })).toMatch(
      /^Select a range first/,
    );
    expect(problemOf({ what: 'frames' }, { clip: null })).toMatch(/^Open a clip first/);
    expect(problemOf({ what: 'reel' })).toMatch(/^The reel is empty/);
    expect(problemOf({ what: 'frames', frames: 'all' }, { selection: { start: 0, end: 99_999 } })).toMatch(
      /select a shorter range/,
    );
    const reel = [{ clipId: 'gone', range }];
    expect(problemOf({ what: 'reel' }, { reel })).toMatch(/^Range 1 .* remove it\.$/);
  });
});

describe('What a cut does', () => {
  const keyFrames = [0, 60, 120, 180];

  it('is told from the clip’s own key frames for a cut without re-encoding', () => {
    expect(copyWords(keyFrames, { start: 135, end: 150 })).toMatch(
      /Begins at key frame 120, 15 frames before/,
    );
    expect(copyWords(keyFrames, { start: 61, end: 150 })).toMatch(/key frame 60, 1 frame before/);
    expect(copyWords(keyFrames, { start: 120, end: 150 })).toMatch(/Begins at your first frame, a key frame/);
    expect(copyWords(undefined, { start: 5, end: 6 })).toMatch(/last key frame before/);
  });

  it('is told for a smart cut by the key frame from which it copies', () => {
    expect(smartWords(keyFrames, { start: 30, end: 190 })).toMatch(/Copied from key frame 60 on/);
    expect(smartWords(keyFrames, { start: 60, end: 119 })).toMatch(/Copied from the first on/);
    expect(smartWords(keyFrames, { start: 61, end: 119 })).toMatch(/all are encoded anew/);
    expect(smartWords(undefined, { start: 61, end: 118 })).toMatch(/all are encoded anew/);
  });
});

describe('The reel', () => {
  it('keeps its ranges in the order a person gives them', () => {
    const { getState } = createReelStore();
    for (const start of [1, 2, 3]) getState().add({ clipId: 'c1', range: { start, end: 9 } }, 'a.mp4');
    const starts = () => getState().ranges.map(({ range: each }) => each.start);
    const keyOf = (at: number) => getState().ranges[at]?.key ?? -1;
    getState().move(keyOf(2), -1);
    expect(starts()).toEqual([1, 3, 2]);
    getState().move(keyOf(0), -1);
    getState().move(keyOf(2), 1);
    expect(starts()).toEqual([1, 3, 2]);
    getState().remove(keyOf(1));
    expect(starts()).toEqual([1, 2]);
    getState().clear();
    expect(starts()).toEqual([]);
  });
});

describe('What a person drew and tagged', () => {
  const drawing: DrawingItem = {
    kind: 'drawing',
    id: 'd',
    clipId: 'c1',
    shape: 'distance',
    range: { start: 12, end: 20 },
    points: [
      [0, 0.5],
      [0.5, 0.5],
    ],
    colour: '#ffffff',
    size: 0.01,
    text: '',
  };
  const event = {
    kind: 'event',
    id: 'e',
    clipId: 'c1',
    codeId: 'code',
    range: { start: 0, end: 10 },
    labels: [{ group: 'Foot', text: 'left' }],
  } as unknown as ProjectEvent;
  const code = {
    kind: 'code',
    id: 'code',
    name: 'Touch',
    colour: '#e69f00',
    order: 0,
    hidden: false,
  } as never;
  const items = applyChanges(noItems, [putItem(drawing), putItem(event), putItem(code)]);
  const elsewhere = applyChanges(noItems, [putItem({ ...drawing, clipId: 'c2' })]);

  it('is burnt in where it would be seen in the range, and the pictures are then encoded anew', () => {
    const request = requestOf({}, { items });
    expect(request).toMatchObject({ cut: 'exact', burnIn: { events: [] } });
    const burnt = request?.kind === 'clip' ? request.burnIn?.drawings : [];
    expect(burnt?.at(-1)).toMatchObject({ kind: 'text', text: '320 px', range: { start: 12, end: 20 } });
    expect(requestOf({ drawings: false }, { items })).toMatchObject({ cut: 'copy', burnIn: null });
    expect(requestOf({}, { items: elsewhere })).toMatchObject({ burnIn: null });
    expect(requestOf({ what: 'frames' }, { items })).toMatchObject({ burnIn: null });
    expect(requestOf({ what: 'frames' }, { items, frame: 12 })).toMatchObject({ burnIn: { events: [] } });
  });

  it('names events by code and labels, each with its clip, when asked to', () => {
    const request = requestOf({ events: true, drawings: false }, { items });
    expect(request?.kind === 'clip' && request.burnIn?.events).toEqual([
      { clipId: 'c1', range: { start: 0, end: 10 }, label: 'Touch · left', colour: '#e69f00' },
    ]);
  });
});
