import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { askRequestSchema, trajectorySchema } from '#common/contract/index.ts';
import {
  type Frame,
  type FrameReference,
  type ProbeKind,
  probeKinds,
  probeVerdict,
  type Trajectory,
} from '#common/domain/index.ts';
import { changedFrame } from '#main/agent/probes/changed-frame.ts';
import { pictureOrder } from '#main/agent/probes/picture-order.ts';
import type { UserMessage } from '#main/inference/index.ts';
import { openRealServices, root } from '../hosts/real-services.ts';
import { createRandom } from '../random.ts';
import { analysisOf, createWorld, knowing, looks, range, replies, tellTrajectory, turns } from './harness.ts';

const { look, call, answer } = replies;
const eight = [0, 33, 65, 98, 131, 164, 196, 229];

const framesOf = (message: UserMessage | undefined): readonly Frame[] =>
  (message?.parts ?? []).flatMap((part) => (part.type === 'frame' ? [part.frame] : []));

const shownFrames = (trajectory: Trajectory): readonly FrameReference[] =>
  trajectory.steps.flatMap((step) => (step.kind === 'frames' ? step.frames : []));

const hash = (pixels: Uint8Array) => createHash('sha256').update(pixels).digest('hex');

describe('the order of pictures in a probe', () => {
  test('is turned round for frames in reverse, and left alone where pixels change', () => {
    expect(pictureOrder('reversed', [35, 38, 41, 59], 0)).toEqual([3, 2, 1, 0]);
    expect(pictureOrder('mirrored', [35, 38, 41], 0)).toEqual([0, 1, 2]);
    expect(pictureOrder('blank', [35, 38, 41], 0)).toEqual([0, 1, 2]);
    expect(pictureOrder('shuffled', [35], 0)).toEqual([0]);
    expect(pictureOrder('shuffled', [], 0)).toEqual([]);
  });

  test('is shuffled to all the places, never to the same ones, and the same each time for a seed and a look', () => {
    const random = createRandom(3);
    for (let round = 0; round < 500; round++) {
      const frames = Array.from(
        { length: 2 + random.integer(15) },
        (_, place) => place * 3 + random.integer(3),
      );
      const seed = random.integer(1000);
      const order = pictureOrder('shuffled', frames, seed);
      expect(order.toSorted((a, b) => a - b)).toEqual([...frames.keys()]);
      expect(order).not.toEqual([...frames.keys()]);
      expect(pictureOrder('shuffled', frames, seed)).toEqual(order);
    }
    const orders = new Set(
      Array.from({ length: 20 }, (_, seed) => pictureOrder('shuffled', eight, seed).join()),
    );
    expect(orders.size).toBeGreaterThan(15);
  });
});

describe('a changed frame', () => {
  const pixels = Uint8Array.from({ length: 3 * 2 * 3 }, (_, at) => at);
  const frame: Frame = { index: 4, timeSeconds: 0.1, width: 3, height: 2, sha256: hash(pixels), pixels };

  test('is mirrored row by row, and itself again when mirrored twice', () => {
    const mirrored = changedFrame(frame, 'mirrored');
    expect([...mirrored.pixels]).toEqual([6, 7, 8, 3, 4, 5, 0, 1, 2, 15, 16, 17, 12, 13, 14, 9, 10, 11]);
    expect(mirrored.sha256).toBe(hash(mirrored.pixels));
    expect(changedFrame(mirrored, 'mirrored')).toEqual(frame);
  });

  test('is mid grey of the same size where it is blanked, with the hash of that', () => {
    const blank = changedFrame(frame, 'blank');
    expect([...new Set(blank.pixels)]).toEqual([128]);
    expect(blank).toMatchObject({ index: 4, width: 3, height: 2, sha256: hash(blank.pixels) });
    expect(blank.pixels).toHaveLength(pixels.length);
    expect(frame.pixels).toBe(pixels);
  });
});

describe('an answer tested with changed pictures', () => {
  const script = ({ turn }: { turn: number }) =>
    [look(35, 38), answer('frame 36')][turn - 1] ?? answer('frame 36');

  test.each(probeKinds)('is asked again with pictures %s and numbers and times in place', async (change) => {
    const proposed: string[] = [];
    await using world = await createWorld({
      script,
      dependencies: {
        proposals: {
          propose: async ({ id }: Trajectory) => {
            proposed.push(id);
            return null;
          },
          reveal: async () => null,
        },
      },
    });
    const first = await tellTrajectory(world.ask({ seed: 5, temperature: 0.5, looks: [range(100, 103)] }));
    const sentFirst = world.model.sent.slice();
    const probe = await tellTrajectory(world.agent.probe('t1', change));
    const sent = world.model.sent.slice(sentFirst.length);

    expect(probe).toMatchObject({ id: 't2', probe: { trajectoryId: 't1', change }, branch: null, seed: 5 });
    expect(probe).toMatchObject({ question: first.question, settings: first.settings, status: 'answered' });
    expect(looks(probe)).toEqual(looks(first));
    expect(shownFrames(probe).map(({ timeSeconds }) => timeSeconds)).toEqual(
      shownFrames(first).map(({ timeSeconds }) => timeSeconds),
    );
    expect(proposed).toEqual(['t1']);
    expect(world.log.get('t1')).toEqual(first);
    expect(trajectorySchema.parse(probe)).toEqual(probe);

    // Word for word the same but for the pictures.
    const words = ({ message }: (typeof sent)[number]) =>
      message.parts.map((part) => (part.type === 'text' ? part.text : `[${part.frame.index}]`));
    expect(sent.map(words)).toEqual(sentFirst.map(words));
    const before = new Map(
      sentFirst.flatMap(({ message }) => framesOf(message)).map((each) => [each.index, each]),
    );
    const now = sent.flatMap(({ message }) => framesOf(message));
    expect(now).toHaveLength(8 + 4 + 4);
    for (const { index, picture, pixels, sha256 } of now) {
      expect(sha256).toBe(hash(pixels));
      const own = before.get(index);
      if (change === 'mirrored') {
        expect(pixels).toEqual(own && changedFrame(own, 'mirrored').pixels);
      } else if (change === 'blank') {
        expect(new Set(pixels)).toEqual(new Set([128]));
      } else {
        expect(sha256).toBe(before.get(picture ?? index)?.sha256);
      }
    }
    expect(shownFrames(probe).map(({ sha256 }) => sha256)).toEqual(now.map(({ sha256 }) => sha256));
    expect(shownFrames(probe).map(({ picture }) => picture)).toEqual(now.map(({ picture }) => picture));
    if (change === 'reversed') {
      expect(
        shownFrames(probe)
          .slice(-4)
          .map(({ index, picture }) => `${index}: ${picture}`),
      ).toEqual(['35: 38', '36: 37', '37: 36', '38: 35']);
    }
  });

  test('is told nothing of the true pictures in words, but where they are only mirrored', async () => {
    const ask = async (change: ProbeKind) => {
      await using world = await createWorld({
        script: ({ turn }) =>
          [call('list_shots()'), call('motion_profile(0, 100)'), answer('2 shots')][turn - 1] ?? '',
        protocol: { tools: ['frame_extraction_tool', 'list_shots', 'motion_profile'] },
        dependencies: {
          analyser: knowing(
            analysisOf({
              framesDone: 230,
              shots: [range(0, 58), range(59, 229)],
              transitions: [{ kind: 'wipe', range: range(60, 70) }],
            }),
          ),
        },
      });
      const first = await tellTrajectory(world.ask());
      const probe = await tellTrajectory(world.agent.probe('t1', change));
      // The first view keeps out of the wipe in both.
      expect(looks(probe)).toEqual(looks(first));
      const told = ({ steps }: Trajectory) =>
        steps.flatMap((step) => (step.kind === 'tool-result' ? [step.text] : []));
      return { first: told(first), probe: told(probe) };
    };
    const mirrored = await ask('mirrored');
    expect(mirrored.first[0]).toMatch(/^2 shots/);
    expect(mirrored.probe).toEqual(mirrored.first);
    for (const change of ['reversed', 'shuffled', 'blank'] as const) {
      const { probe } = await ask(change);
      expect(probe.join()).not.toMatch(/59|wipe|Motion in/);
      expect(probe).toHaveLength(2);
    }
  });

  test('is shown the same frames first, however far the analysis has come since', async () => {
    let analysis = analysisOf();
    await using world = await createWorld({
      script: () => answer('frame 36'),
      dependencies: { analyser: { ...knowing(analysisOf()), state: async () => analysis } },
    });
    const first = await tellTrajectory(world.ask());
    analysis = analysisOf({ framesDone: 230, transitions: [{ kind: 'wipe', range: range(30, 40) }] });
    expect(looks(await tellTrajectory(world.ask()))).not.toEqual(looks(first));
    expect(looks(await tellTrajectory(world.agent.probe('t1', 'mirrored')))).toEqual(looks(first));
  });

  test('is asked with what the analyst added, at the same places', async () => {
    await using world = await createWorld({ script: () => answer('frame 36') });
    await tellTrajectory(world.ask());
    await tellTrajectory(world.agent.look('t1', range(70, 73)));
    const further = { text: 'And then?', form: { kind: 'text' } } as const;
    const tested = await tellTrajectory(world.agent.followUp('t1', further));
    const probe = await tellTrajectory(world.agent.probe('t1', 'reversed'));
    expect(looks(probe)).toEqual(looks(tested));
    expect(probe.steps.map(({ kind }) => kind)).toEqual(tested.steps.map(({ kind }) => kind));
    expect(probeVerdict(tested, [probe], { frameCount: 230, times: null })?.readings).toMatchObject([
      { change: 'reversed', outcome: 'same', isExpected: false },
    ]);
  });

  test('is asked as one question where it branched off another', async () => {
    await using world = await createWorld({ script });
    await tellTrajectory(world.ask());
    const branch = await tellTrajectory(world.agent.rerun('t1', 1, range(50, 53)));
    const probe = await tellTrajectory(world.agent.probe(branch.id, 'blank'));
    expect(probe).toMatchObject({ branch: null, probe: { trajectoryId: 't2', change: 'blank' } });
    expect(looks(probe).map(({ by, range: { start, end } }) => `${by} ${start}–${end}`)).toEqual([
      'start 0–229',
      'model 35–38',
      'analyst 50–53',
    ]);
    // What the engine said of the true pictures is not put into its mouth.
    expect(world.model.sent.at(-1)?.past).toEqual([]);
    expect(turns(probe)).toHaveLength(2);
  });

  test('must be there, and is not tested twice over: a probe is neither tested nor gone on with', async () => {
    await using world = await createWorld({ script });
    await tellTrajectory(world.ask());
    await tellTrajectory(world.agent.probe('t1', 'blank'));
    const begun = (events: AsyncIterable<unknown>) => tellTrajectory(events as never);
    const text = { text: 'And?', form: { kind: 'text' } } as const;
    for (const events of [
      world.agent.probe('t2', 'blank'),
      world.agent.look('t2', range(1, 2)),
      world.agent.followUp('t2', text),
      world.agent.rerun('t2', 1, range(1, 2)),
      world.agent.replay('t2'),
    ]) {
      await expect(begun(events)).rejects.toMatchObject({ code: 'BAD_INPUT' });
    }
    await expect(begun(world.agent.probe('none', 'blank'))).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(world.log.trajectories.size).toBe(2);
  });

  test('can be cancelled, which leaves the tested answer as it was', async () => {
    await using world = await createWorld({ script });
    const first = await tellTrajectory(world.ask());
    const stop = new AbortController();
    const events = world.agent.probe('t1', 'shuffled', { signal: stop.signal });
    const probe = await tellTrajectory(
      (async function* () {
        for await (const event of events) {
          yield event;
          if (event.type === 'turn-start') stop.abort();
        }
      })(),
    );
    expect(probe.status).toBe('cancelled');
    expect(world.log.get('t1')).toEqual(first);
    expect(probeVerdict(first, [probe], { frameCount: 230, times: null })).toBeNull();
  });
});

const nano = join(root, 'resources', 'models', 'nano', 'onnx', 'decoder_model_merged.onnx');

describe.skipIf(!existsSync(nano))('Nano tested on a sample (skipped where the model is not there)', () => {
  test('depends on the video, and its tests leave proposals, questions and events alone', async () => {
    await using real = openRealServices();
    const { agent, clips, project } = real.services;
    const clip = await clips.open(join(root, 'resources', 'samples', 'dive-a.mp4'));
    const question = 'When does the diver leave the board, and when does the diver touch the water?';
    const first = await tellTrajectory(
      agent.ask(askRequestSchema.parse({ clipId: clip.id, question, engine: 'nano' })),
    );
    const { items } = project.snapshot();
    const probes: Trajectory[] = [];
    for (const change of probeKinds) probes.push(await tellTrajectory(agent.probe(first.id, change)));
    const verdict = probeVerdict(first, probes, { frameCount: clip.frameCount, times: null });
    expect(verdict?.kind).toBe('depends');
    expect(verdict?.readings.map(({ change, outcome }) => `${change} ${outcome}`)).toContain('mirrored same');
    expect(project.snapshot().items).toEqual(items);
    expect(project.listTrajectories(clip.id).filter(({ probe }) => probe === null)).toEqual([first]);
    // Grey is one picture however often it is shown.
    const blank = probes.find(({ probe }) => probe?.change === 'blank');
    expect(new Set(blank && shownFrames(blank).map(({ sha256 }) => sha256)).size).toBe(1);
  }, 120_000);
});
