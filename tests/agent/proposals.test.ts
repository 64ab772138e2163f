import { describe, expect, test } from 'vitest';
import { recordItemSchema } from '#common/contract/index.ts';
import {
  type Author,
  applyChanges,
  noItems,
  type Proposal,
  putItem,
  type RecordEdit,
  type RecordItem,
  type RecordItems,
} from '#common/domain/index.ts';
import { createAnswerProposals } from '#main/agent/index.ts';
import { collect, createWorld, notices, range, replies, tellTrajectory } from './harness.ts';

const { look, answer } = replies;
const spans = { kind: 'spans' } as const;

function createRecord(...items: readonly RecordItem[]) {
  let held: RecordItems = applyChanges(noItems, items.map(putItem));
  const edits: { readonly edit: RecordEdit; readonly by: Author }[] = [];
  let ids = 0;
  const record = {
    snapshot: () => ({ items: Object.values(held).flatMap((kind) => [...kind.values()]) as RecordItem[] }),
    edit(edit: RecordEdit, by: Author) {
      edits.push({ edit, by });
      for (const { item } of edit.changes) if (item) recordItemSchema.parse(item);
      held = applyChanges(held, edit.changes);
      return edits.length;
    },
  };
  return {
    edits,
    put: (item: RecordItem) => {
      held = applyChanges(held, [putItem(item)]);
    },
    events: () => [...held.event.values()],
    proposals: (): readonly Proposal[] =>
      [...held.proposal.values()].sort((a, b) => a.range.start - b.range.start),
    service: createAnswerProposals({
      record,
      frameTimes: async () => ({
        timestampsSeconds: Array.from({ length: 230 }, (_, frame) => frame / 30),
        keyFrames: [0],
      }),
      clock: () => Date.UTC(2026, 0, 2),
      createId: () => `p${++ids}`,
    }),
  };
}

const touch: RecordItem = {
  kind: 'code',
  id: 'touch',
  name: 'Touch',
  colour: '#e69f00',
  order: 0,
  role: 'event',
  hidden: false,
  locked: false,
};

const named = ({ codeName, range: { start, end }, status }: Proposal) =>
  `${start}–${end} ${codeName} ${status}`;

describe('an answer that names what happens', () => {
  test('becomes proposals by one edit of the engine, each with its evidence, and no event', async () => {
    const record = createRecord(touch);
    await using world = await createWorld({
      script: [look(35, 59), answer('35–42: touch\n49: Header')],
      dependencies: { proposals: record.service },
    });
    const trajectory = await tellTrajectory(world.ask({ form: spans, question: 'Find each touch.' }));
    expect(record.edits.map(({ edit, by }) => [edit.title, edit.changes.length, by])).toEqual([
      ['2 proposals from “Find each touch”', 2, { kind: 'model', trajectoryId: 't1', engine: 'Fake' }],
    ]);
    expect(record.proposals()).toEqual([
      {
        kind: 'proposal',
        id: 'p1',
        clipId: 'clip-1',
        codeName: 'Touch',
        range: range(35, 42),
        labels: [],
        note: '35–42: touch',
        trajectoryId: 't1',
        engine: 'Fake',
        evidence: [33, 35, 38, 42, 45],
        doubt: expect.any(Number),
        status: 'open',
        eventId: null,
        createdAt: '2026-01-02T00:00:00.000Z',
      },
      expect.objectContaining({ id: 'p2', codeName: 'Header', range: range(49, 49), evidence: [45, 49, 52] }),
    ]);
    expect(record.events()).toEqual([]);
    expect(notices(trajectory)).toEqual([]);
    expect(trajectory.status).toBe('answered');
  });

  test('is the more doubtful the less of its edges was seen, and where it names what was not shown', async () => {
    const record = createRecord();
    await using world = await createWorld({
      script: [look(60, 65), answer('frame 62: seen; frame 100: between; frame 33: seen at the start')],
      dependencies: { proposals: record.service },
    });
    await collect(world.ask());
    const doubts = record.proposals().map(({ range: { start }, doubt }) => [start, doubt]);
    expect(doubts).toEqual([
      [33, 0.8],
      [62, 0],
      [100, 0.9],
    ]);
  });

  test('takes the place of the open proposals of the same question; what was judged stays', async () => {
    const record = createRecord();
    await using world = await createWorld({
      script: [
        answer('10: A\n20: B\n30: C\n40: D'),
        answer('20: B\n30: C\n40: D\n50: E'),
        answer('none'),
        answer('20: B\n60: F'),
      ],
      dependencies: { proposals: record.service },
    });
    await collect(world.ask({ form: spans }));
    const [, b, c] = record.proposals();
    if (!b || !c) throw new Error('there are no proposals');
    record.put({ ...b, status: 'rejected' });
    record.put({ ...c, status: 'accepted', eventId: 'e' });
    await collect(world.agent.look('t1', range(61, 63)));
    expect(record.proposals().map((proposal) => [proposal.id, named(proposal)])).toEqual([
      ['p2', '20–20 B rejected'],
      ['p3', '30–30 C accepted'],
      ['p4', '40–40 D open'],
      ['p6', '50–50 E open'],
    ]);
    await collect(world.agent.followUp('t1', { text: 'Any by the left foot?', form: spans }));
    expect(record.edits).toHaveLength(2);
    await collect(world.agent.followUp('t1', { text: 'Any other?', form: spans }));
    // What the first question found still waits; only what is new comes to it.
    expect(record.proposals().map(named)).toEqual([
      '20–20 B rejected',
      '30–30 C accepted',
      '40–40 D open',
      '50–50 E open',
      '60–60 F open',
    ]);
    expect(record.edits).toHaveLength(3);
  });

  test('proposes nothing twice: what another question proposed is left to it', async () => {
    const record = createRecord();
    await using world = await createWorld({
      script: [answer('10: A\n20: B')],
      dependencies: { proposals: record.service },
    });
    await collect(world.ask({ form: spans }));
    const [first] = record.proposals();
    if (!first) throw new Error('there is no proposal');
    await collect(world.agent.replay('t1'));
    expect(record.proposals().map(({ trajectoryId }) => trajectoryId)).toEqual(['t1', 't1']);
    expect(record.edits).toHaveLength(1);
    // What was rejected may be said again by another question.
    record.put({ ...first, status: 'rejected' });
    await collect(world.agent.replay('t1'));
    expect(record.proposals().map(named)).toEqual(['10–10 A rejected', '10–10 A open', '20–20 B open']);
  });

  test('is called after the question where it has no name, shortly for a known one, and read by its times', async () => {
    const record = createRecord();
    await using world = await createWorld({
      script: ({ conversation }) => answer(conversation < 3 ? 'frame 80' : 'kick from 2 s to 3 s'),
      dependencies: { proposals: record.service },
    });
    await collect(world.ask({ question: 'When does the diver touch the water?' }));
    await collect(world.ask({ question: 'When is the knee bent most?' }));
    await collect(world.ask());
    expect(record.proposals().map(named)).toEqual([
      '60–90 kick open',
      '80–80 Entry open',
      '80–80 When is the knee bent most open',
    ]);
  });

  test('that breaks its form is told by a notice; one that declines, or has nothing, is not', async () => {
    const record = createRecord();
    await using world = await createWorld({
      script: ({ conversation }) => answer(['A dive.', 'Cannot tell.', 'None.'][conversation - 1] ?? ''),
      dependencies: { proposals: record.service },
    });
    expect(notices(await tellTrajectory(world.ask({ form: spans })))).toEqual([
      'The answer names no frames of the clip, as “35–59: name” would.',
    ]);
    expect(notices(await tellTrajectory(world.ask({ form: spans })))).toEqual([]);
    expect(notices(await tellTrajectory(world.ask({ form: spans })))).toEqual([]);
    expect(record.edits).toEqual([]);
  });

  test('stands even where the proposals cannot be kept', async () => {
    await using world = await createWorld({
      script: [answer('frame 61: entry')],
      dependencies: {
        proposals: {
          propose: async () => {
            throw new Error('disk full');
          },
          reveal: async () => null,
        },
      },
    });
    const trajectory = await tellTrajectory(world.ask());
    expect(trajectory).toMatchObject({ status: 'answered', answer: 'frame 61: entry' });
    expect(notices(trajectory)[0]).toMatch(/^No proposals were made of this answer: .*disk full/);
  });

  test('has at most sixteen frames of evidence, spread over it', async () => {
    const record = createRecord();
    await using world = await createWorld({
      script: [look(0, 100), look(100, 200), look(50, 150), answer('0–229: all of it')],
      dependencies: { proposals: record.service },
    });
    await collect(world.ask({ form: spans }));
    const [proposal] = record.proposals();
    expect(proposal?.evidence).toHaveLength(16);
    expect(proposal?.evidence).toEqual(expect.arrayContaining([0, 229]));
  });
});
