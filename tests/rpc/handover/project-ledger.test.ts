import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askRequestSchema, ledgerSchema, serverSettingsSchema } from '#common/contract/index.ts';
import { sentForQuestion } from '#common/domain/index.ts';
import { openSettingsFile } from '#main/platform/index.ts';
import { type StandInServer, startStandInServer } from '../../e2e/stand-in-server.ts';
import { openRealServices, type RealServices, root } from '../../hosts/real-services.ts';
import { sampleTrajectory, turnStep } from '../../project/sample-trajectory.ts';

const far = 'http://far.example/v1';
let server: StandInServer;
let real: RealServices;

beforeAll(async () => {
  server = await startStandInServer({ truth: { takeoff: 37, entry: 80 } });
  const settings = openSettingsFile({
    file: join(root, 'reports', 'none.json'),
    env: {},
    overrides: { servers: [serverSettingsSchema.parse({ name: 'Far', baseUrl: far })] },
  });
  // A server on this machine stands in for one elsewhere: what leaves for it is counted before.
  const redirected: typeof fetch = (input, init) =>
    fetch(String(input instanceof Request ? input.url : input).replace(far, server.baseUrl), init);
  real = openRealServices({ settings, fetch: redirected });
}, 60_000);
afterAll(async () => {
  await real?.[Symbol.asyncDispose]();
  await server?.[Symbol.asyncDispose]();
});

describe('What left this machine for a question', () => {
  it('is kept with the question by host, however deep below it was sent, and apart from connecting', async () => {
    const { agent, clips, ledger, application, project } = real.services;
    expect(ledger()).toEqual({ sinceStart: [], kept: [] });
    const { id: clipId } = await clips.open(join(root, 'resources', 'samples', 'dive-a.mp4'));
    const request = askRequestSchema.parse({ clipId, question: 'When is the take-off?', engine: far });
    for await (const _ of agent.ask(request));
    const [trajectory] = project.listTrajectories(clipId);
    expect(trajectory?.status).toBe('answered');
    const sent = trajectory?.steps.flatMap((step) => (step.kind === 'turn' ? (step.sent ?? []) : [])) ?? [];
    // Each turn sent pictures.
    expect(sent.length).toBeGreaterThan(1);
    for (const { host, bytes } of sent) expect([host, bytes > 10_000]).toEqual(['far.example', true]);

    const told = ledgerSchema.parse(ledger());
    const total = sent.reduce((sum, { bytes }) => sum + bytes, 0);
    expect(told.kept).toMatchObject([
      { host: 'far.example', bytes: total, question: 'When is the take-off?', clipName: 'dive-a.mp4' },
    ]);
    const own = told.sinceStart.find(({ trajectoryId }) => trajectoryId === trajectory?.id);
    expect(own?.bytes).toBe(total);
    const connecting = told.sinceStart.filter(({ trajectoryId }) => trajectoryId === null);
    expect(connecting.length).toBe(1);
    const all = told.sinceStart.reduce((sum, { bytes }) => sum + bytes, 0);
    expect(application().networkBytesSent).toBe(all);
  });

  it('is nothing for an engine here, and not known where it was asked before this was kept', () => {
    const here = sampleTrajectory('here');
    expect(sentForQuestion(here)).toEqual([]);
    const elsewhere = { ...here, engine: { ...here.engine, local: false } };
    expect(sentForQuestion({ ...elsewhere, steps: [turnStep(1)] })).toBeNull();
    const lost = { kind: 'notice', message: 'Lost.', sent: [{ host: 'a', bytes: 5 }] } as const;
    const kept = { ...turnStep(1), prompt: { text: 'Q' }, sent: [{ host: 'a', bytes: 2 }] };
    expect(sentForQuestion({ ...elsewhere, steps: [kept, lost] })).toEqual([{ host: 'a', bytes: 7 }]);
    expect(sentForQuestion({ ...elsewhere, steps: [{ ...turnStep(1), prompt: { text: 'Q' } }] })).toEqual([]);
  });
});
