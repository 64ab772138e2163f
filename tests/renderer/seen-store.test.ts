import { expect, test } from 'vitest';
import type { ClipInfo } from '#common/domain/index.ts';
import { createNoticesStore } from '#renderer/app/state/notices-store.ts';
import { createRecordStore } from '#renderer/app/state/record-store.ts';
import { createReviewStore } from '#renderer/app/state/review-store.ts';
import { createSeenStore } from '#renderer/app/state/seen-store.ts';
import { createFakeClient } from './fake-client.ts';

const clip = (id: string) => ({ id, name: `${id}.mp4`, frameCount: 100, sizeBytes: 9 }) as ClipInfo;
const settle = () => new Promise((resolve) => setTimeout(resolve, 5));

function start(readOnly: string | null = null) {
  const { client, calls } = createFakeClient({
    onRecord: async function* (signal) {
      yield { type: 'snapshot', revision: 0, items: [], history: { undo: null, redo: null }, readOnly };
      await new Promise((resolve) => signal?.addEventListener('abort', resolve));
    },
  });
  const review = createReviewStore();
  const record = createRecordStore({ client, notices: createNoticesStore() });
  const seen = createSeenStore({ client, review, record, showMilliseconds: 1, keepMilliseconds: 60_000 });
  record.getState().follow();
  const notes = () => calls.filter(({ name }) => name === 'record.noteSeen').map(({ input }) => input);
  return { review, seen, notes };
}

test('frames that stood on the screen become ranges, kept together', async () => {
  const { review, seen, notes } = start();
  review.getState().showClip(clip('c1'));
  await settle();
  for (const frame of [3, 4, 5, 40, 39, 4]) review.getState().pictureShown(frame);
  await settle();
  const ranges = [
    { start: 3, end: 5 },
    { start: 39, end: 40 },
  ];
  expect(seen.getState().ranges).toEqual(ranges);
  expect(notes()).toEqual([]);
  await seen.getState().keep();
  expect(notes()).toEqual([{ clipId: 'c1', ranges }]);
});

test('what was seen of a clip is kept when another one is opened', async () => {
  const { review, seen, notes } = start();
  review.getState().showClip(clip('c1'));
  review.getState().pictureShown(7);
  review.getState().showClip(clip('c2'));
  await settle();
  expect(notes()).toEqual([{ clipId: 'c1', ranges: [{ start: 7, end: 7 }] }]);
  expect(seen.getState()).toMatchObject({ clipId: 'c2', ranges: [] });
});

test('nothing is written into a project that can only be read', async () => {
  const { review, seen, notes } = start('This project is open elsewhere.');
  await settle();
  review.getState().showClip(clip('c1'));
  review.getState().pictureShown(7);
  await seen.getState().keep();
  expect(notes()).toEqual([]);
  expect(seen.getState().ranges).toEqual([{ start: 7, end: 7 }]);
});
