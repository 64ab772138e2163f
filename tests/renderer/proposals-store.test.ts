import { describe, expect, it } from 'vitest';
import type { ClipInfo, Code, Proposal, RecordItem, RecordUpdate } from '#common/domain/index.ts';
import { createAppState } from '#renderer/app/state/app-state.ts';
import { createFakeClient } from './fake-client.ts';
import { trajectory } from './trajectories.ts';

const clip = { id: 'c1', name: 'dive.mp4', frameCount: 200, sizeBytes: 9 } as ClipInfo;
const code: Code = {
  kind: 'code',
  id: 'touch',
  name: 'Touch',
  colour: '#e69f00',
  order: 0,
  role: 'event',
  hidden: false,
  locked: false,
};
const proposal = (id: string, start: number, doubt: number, change: Partial<Proposal> = {}): Proposal => ({
  kind: 'proposal',
  id,
  clipId: 'c1',
  codeName: 'Touch',
  range: { start, end: start + 5 },
  labels: [],
  note: '',
  trajectoryId: 't1',
  engine: 'nano',
  evidence: [start],
  doubt,
  status: 'open',
  eventId: null,
  createdAt: '2026-01-01T00:00:00.000Z',
  ...change,
});

async function open(items: readonly RecordItem[], readOnly: string | null = null) {
  const history = { undo: null, redo: null };
  async function* watch(signal: AbortSignal | undefined): AsyncGenerator<RecordUpdate> {
    yield { type: 'snapshot', revision: 0, items, history, readOnly };
    await new Promise((resolve) => signal?.addEventListener('abort', resolve));
  }
  const { client, calls } = createFakeClient({
    clips: [clip],
    onRecord: watch,
    trajectories: ['t1', 't2'].map((id) =>
      trajectory({ id, status: 'answered', answer: 'x', createdAt: `2026-01-0${id === 't1' ? 1 : 2}` }),
    ),
  });
  const { stores } = createAppState({ client, storage: undefined });
  stores.review.getState().showClip(clip);
  await stores.questions.getState().load('c1');
  stores.record.getState().follow();
  await expect.poll(() => stores.record.getState().ready).toBe(true);
  const proposals = () => stores.proposals.getState();
  const kept = () => stores.record.getState().items;
  /** As the host got them; they are on their way for a moment. */
  const edits = async () => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    return calls.filter(({ name }) => name === 'record.edit').map(({ input }) => input);
  };
  const told = () => stores.notices.getState().current?.text ?? '';
  const inHand = () => stores.events.getState().selected;
  return { stores, proposals, kept, edits, told, inHand };
}

const three = [proposal('a', 10, 0.2), proposal('b', 50, 0.9), proposal('c', 90, 0.5)];

describe('The proposal that keys act on', () => {
  it('is one of the answer shown, while that has any left', async () => {
    const far = proposal('far', 150, 0.1, { trajectoryId: 't2' });
    const { stores, proposals } = await open([code, ...three, far]);
    stores.questions.getState().showTrajectory('t2');
    stores.review.getState().goTo(50);
    expect(proposals().current()?.id).toBe('far');
    proposals().reject('far');
    stores.events.getState().select([]);
    stores.review.getState().goTo(50);
    expect(proposals().current()?.id).toBe('b');
  });

  it('is the one selected, else the one pointed at, else the one at the playhead or nearest to it', async () => {
    const { stores, proposals } = await open([code, ...three]);
    stores.review.getState().goTo(92);
    expect(proposals().current()?.id).toBe('c');
    stores.review.getState().goTo(30);
    expect(proposals().current()?.id).toBe('a');
    stores.events.getState().point('b');
    expect(proposals().current()?.id).toBe('b');
    stores.events.getState().select(['event-of-some-code', 'c']);
    expect(proposals().current()?.id).toBe('c');
  });

  it('is none of another clip and none that is done', async () => {
    const { proposals } = await open([
      proposal('far', 10, 0.5, { clipId: 'c2' }),
      proposal('done', 20, 0.5, { status: 'rejected' }),
    ]);
    expect(proposals().current()).toBeUndefined();
  });
});

describe('Accepting and rejecting', () => {
  it('is one edit each, shows the most doubtful open one next, and says how many are left', async () => {
    const { stores, proposals, kept, edits, told, inHand } = await open([code, ...three]);
    proposals().accept('b');
    expect(await edits()).toHaveLength(1);
    expect([...kept().event.values()]).toMatchObject([
      { codeId: 'touch', range: { start: 50, end: 55 }, by: { kind: 'model', trajectoryId: 't1' } },
    ]);
    expect(inHand()).toEqual(['c']);
    expect(stores.review.getState().target).toBe(90);
    expect(told()).toBe('Accepted Touch 50–55. 2 of 3 left. Ctrl Z takes it back.');
    proposals().reject('c');
    expect(inHand()).toEqual(['a']);
    proposals().reject('a');
    expect(inHand()).toEqual([]);
    expect(told()).toBe('Rejected Touch 10–15. All 3 are done. Ctrl Z takes it back.');
    expect(kept().event.size).toBe(1);
  });

  it('goes on with another answer when one is done, and shows its question', async () => {
    const { stores, proposals, inHand } = await open([
      proposal('a', 10, 0.2, { trajectoryId: 't2' }),
      proposal('b', 50, 0.9),
    ]);
    expect(stores.questions.getState().shown).toEqual(['t2']);
    proposals().reject('a');
    expect(inHand()).toEqual(['b']);
    expect(stores.questions.getState().shown).toEqual(['t1']);
  });

  it('keeps what was proposed beside what was made of it', async () => {
    const { proposals, kept } = await open([code, ...three]);
    proposals().edit('a');
    proposals().accept('a', { range: { start: 12, end: 14 }, codeName: 'Kick', labels: [] });
    expect(kept().proposal.get('a')).toMatchObject({ status: 'accepted', range: { start: 10, end: 15 } });
    expect([...kept().event.values()]).toMatchObject([{ range: { start: 12, end: 14 } }]);
    expect([...kept().code.values()].map(({ name }) => name)).toEqual(['Touch', 'Kick']);
    expect(proposals().editing).toBeNull();
  });

  it('of all is one edit, and leaves what lies under a locked code', async () => {
    const { proposals, edits, kept, told } = await open([
      { ...code, locked: true },
      proposal('a', 10, 0.2),
      proposal('b', 50, 0.9, { codeName: 'Pass' }),
      proposal('c', 90, 0.5, { codeName: 'Pass' }),
    ]);
    proposals().acceptAll('t1');
    expect(await edits()).toMatchObject([{ title: 'Accept 2 proposals' }]);
    expect(kept().event.size).toBe(2);
    expect(kept().proposal.get('a')?.status).toBe('open');
    expect(told()).toBe('2 proposals accepted. Ctrl Z takes it back.');
    proposals().acceptAll('t1');
    expect(told()).toMatch(/locked/);
    proposals().rejectAll('t1');
    expect(kept().proposal.get('a')?.status).toBe('rejected');
  });

  it('is refused under a locked code and in a project that cannot be changed, with the reason', async () => {
    const locked = await open([{ ...code, locked: true }, ...three]);
    locked.proposals().accept('a');
    expect(await locked.edits()).toEqual([]);
    expect(locked.told()).toMatch(/^Touch is locked\./);
    const readOnly = await open([code, ...three], 'Another window has this project open.');
    readOnly.proposals().accept('a');
    expect(readOnly.kept().event.size).toBe(0);
    expect(readOnly.told()).toBe('Another window has this project open.');
  });

  it('does nothing a second time', async () => {
    const { proposals, edits } = await open([code, ...three]);
    proposals().accept('a');
    proposals().accept('a');
    proposals().reject('a');
    proposals().reject('nobody');
    expect(await edits()).toHaveLength(1);
  });
});

describe('Going through proposals', () => {
  it('begins with the one at hand and goes on by doubt', async () => {
    const { proposals, inHand } = await open([code, ...three]);
    const seen: string[] = [];
    for (let step = 0; step < 4; step += 1) {
      proposals().showNext();
      seen.push(...inHand());
    }
    expect(seen).toEqual(['a', 'b', 'c', 'a']);
  });

  it('opens the fields of one in the trace, wherever the person was', async () => {
    const { stores, proposals } = await open([code, ...three]);
    stores.layout.getState().change({ view: 'library', traceOpen: false });
    proposals().editInTrace('b');
    expect(stores.layout.getState()).toMatchObject({ view: 'review', traceOpen: true });
    expect(proposals().editing).toBe('b');
    expect(stores.questions.getState().shown).toEqual(['t1']);
  });
});
