import { describe, expect, test } from 'vitest';
import { createNetworkLedger } from '#main/platform/index.ts';
import { collect, createWorld, replies, trajectoryOf, turns } from './harness.ts';

const { look, answer } = replies;

describe('What an engine was told', () => {
  test('is kept with each turn word for word, pictures by their number, the system message once', async () => {
    await using world = await createWorld({ script: [look(35, 59), answer('a')] });
    const [first, second] = turns(trajectoryOf(await collect(world.ask({ question: 'Which dive?' }))));
    expect(first?.prompt?.system).toBe('SYSTEM');
    expect(first?.prompt?.text).toMatch(/\[frame 0, \d+×\d+\].*\[frame 229, \d+×\d+\].*Q Which dive\?/s);
    expect(second?.prompt).not.toHaveProperty('system');
    expect(second?.prompt?.text).toMatch(/^LOOK 35-59 x8\n.*\[frame 35, \d+×\d+\].*\[frame 59, \d+×\d+\]/s);
    expect(first).not.toHaveProperty('sent');
  });

  test('is counted host by host where it left this machine, with the turn that it was for', async () => {
    const ledger = createNetworkLedger(async () => new Response('ok'));
    const send = () => ledger.fetch('https://far.example/v1', { method: 'POST', body: 'x'.repeat(1000) });
    await using world = await createWorld({
      script: async ({ turn }) => {
        if (turn === 1) await send();
        return turn === 1 ? look(35, 59) : answer('a');
      },
    });
    await send();
    const trajectory = trajectoryOf(await collect(world.ask()));
    const [first, second] = turns(trajectory);
    const bytes = 'https://far.example/v1'.length + 1000;
    expect(first?.sent).toEqual([{ host: 'far.example', bytes }]);
    expect(second).not.toHaveProperty('sent');
    expect(ledger.lines().map(({ trajectoryId, bytes: sent }) => [trajectoryId, sent])).toEqual([
      [null, bytes],
      [trajectory.id, bytes],
    ]);
  });
});
