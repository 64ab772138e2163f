import { describe, expect, it } from 'vitest';
import {
  applyChanges,
  type ClipInfo,
  type DrawingItem,
  noItems,
  type Playlist,
  type PlaylistEntry,
  type ProjectEvent,
  putItem,
} from '#common/domain/index.ts';
import { copyWords, smartWords } from '#renderer/export/cut-words.ts';
import { type ExportChoice, type ExportSituation, exportRequest } from '#renderer/export/export-request.ts';

const choice: ExportChoice = {
  what: 'range',
  frames: 'this',
  format: 'png',
  cut: 'copy',
  sound: true,
  heard: null,
  frameNumbers: false,
  times: false,
  events: false,
  drawings: true,
};
const range = { start: 10, end: 12 };
const clip = { id: 'c1', hasAudio: true, width: 640, height: 360, frameCount: 100 } as ClipInfo;
const situation: ExportSituation = {
  clip,
  frame: 7,
  selection: range,
  playlist: undefined,
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

  const entry = (id: string, start: number, end: number, change: Partial<PlaylistEntry> = {}) => ({
    ...{ id, clipId: 'c1', range: { start, end }, eventId: null, syncFrame: null, note: '' },
    ...change,
  });
  const playlist = (...entries: readonly PlaylistEntry[]): Playlist => ({
    kind: 'playlist',
    id: 'p',
    name: 'Touches',
    entries,
  });

  it('is of the entries of a playlist in their order, one after the other or side by side', () => {
    const both = { playlist: playlist(entry('a', 10, 12), entry('b', 0, 3, { syncFrame: 2 })) };
    expect(requestOf({ what: 'reel' }, { ...both, selection: null })).toEqual({
      kind: 'reel',
      parts: [
        { clipId: 'c1', range },
        { clipId: 'c1', range: { start: 0, end: 3 } },
      ],
      sound: true,
      burnIn: null,
    });
    expect(requestOf({ what: 'stack', heard: 1, frameNumbers: true }, both)).toEqual({
      kind: 'stack',
      parts: [
        { clipId: 'c1', range, syncFrame: 10 },
        { clipId: 'c1', range: { start: 0, end: 3 }, syncFrame: 2 },
      ],
      sound: 1,
      burnIn: { frameNumbers: true, times: false, events: [], drawings: [] },
    });
    expect(requestOf({ what: 'stack', heard: 2 }, both)).toMatchObject({ sound: null });
  });

  it('leaves out the entries that cannot be shown', () => {
    const mixed = playlist(entry('a', 0, 3, { clipId: 'gone' }), entry('b', 90, 100), entry('c', 5, 6));
    expect(requestOf({ what: 'reel' }, { playlist: mixed })).toMatchObject({
      parts: [{ clipId: 'c1', range: { start: 5, end: 6 } }],
    });
    expect(problemOf({ what: 'stack' }, { playlist: mixed })).toMatch(/^Side by side needs two entries/);
  });

  it('says what is missing and what to do', () => {
    expect(problemOf({}, { selection: null })).toMatch(/^Select a range first/);
    expect(problemOf({ what: 'frames', frames: 'all' }, { selection: null })).toMatch(
      /^Select a range first/,
    );
    expect(problemOf({ what: 'frames' }, { clip: null })).toMatch(/^Open a clip first/);
    expect(problemOf({ what: 'reel' })).toMatch(/^There is no playlist yet/);
    expect(problemOf({ what: 'reel' }, { playlist: playlist() })).toMatch(/^Nothing in this playlist/);
    const ten = playlist(...Array.from({ length: 10 }, (_, at) => entry(`${at}`, at, at)));
    expect(problemOf({ what: 'stack' }, { playlist: ten })).toMatch(
      /^Side by side shows 9 entries at most, not 10/,
    );
    expect(problemOf({ what: 'frames', frames: 'all' }, { selection: { start: 0, end: 99_999 } })).toMatch(
      /select a shorter range/,
    );
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
