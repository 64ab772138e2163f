/**
 * Frame times of the timeline with 5 000 events in 30 codes on two hours at 50 frames a second, against the same page
 * without events, in turn within one run: the real page in headless Chromium on the built host.
 *
 * The browser is told not to wait for a screen, so a frame's time is what it costs. It draws in software here: a
 * machine with a graphics card is faster.
 *
 *     npm run build && npm run bench:timeline -- [--clips FOLDER] [--out FILE] [--frames 240] [--rounds 2] [--program out/main/cli.js]
 */
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { type CDPSession, chromium, type Page } from 'playwright-core';
import type { Client } from '#renderer/client/client.ts';
import { browserPath } from '../../e2e/browser.ts';
import { connectToHost } from './host-client.ts';
import { frameCount, longClip } from './long-clip.ts';
import { manyEvents } from './many-events.ts';
import { type ScenarioName, scenarios } from './scenarios.ts';

const { values } = parseArgs({
  options: {
    clips: { type: 'string', default: join(tmpdir(), 'deepsport-bench-timeline') },
    out: { type: 'string', default: 'reports/bench-timeline.json' },
    frames: { type: 'string', default: '240' },
    rounds: { type: 'string', default: '2' },
    program: { type: 'string', default: join('out', 'main', 'cli.js') },
  },
});
if (!browserPath) throw new Error('There is no Chromium here; name one in DEEPSPORT_BROWSER.');
const frames = Number(values.frames);

type Row = {
  readonly scenario: ScenarioName;
  readonly events: number;
  readonly medianMs: number;
  readonly p95Ms: number;
  readonly worstMs: number;
  /** Of the frames that a screen of 60 Hz would miss; one in which nothing changed waits for just its 16.7 ms. */
  readonly shareOver: number;
  /** Processor time of the page's own thread for each frame: what others do on the machine hardly counts. */
  readonly threadMs: number;
};

console.log('Making the clip where it is not there yet …');
const clipPath = longClip(values.clips);
const data = await mkdtemp(join(tmpdir(), 'deepsport-bench-'));
const host = spawn(process.execPath, [values.program, 'serve', '--port', '0', '--json', '--data', data], {
  env: { ...process.env, DEEPSPORT_SCRIPTED: '1' },
  stdio: ['ignore', 'pipe', 'ignore'],
});
const browser = await chromium.launch({
  executablePath: browserPath,
  args: [
    '--no-sandbox',
    '--disable-dev-shm-usage',
    '--mute-audio',
    '--disable-frame-rate-limit',
    '--disable-gpu-vsync',
  ],
});
try {
  const rows = await measure();
  console.log(table(rows));
  const machine = { processor: cpus()[0]?.model, cores: availableParallelism(), browser: browser.version() };
  const report = { measured: new Date().toISOString(), machine, drawing: 'software', frames, rows };
  await mkdir(dirname(values.out), { recursive: true });
  await writeFile(values.out, `${JSON.stringify(report, null, 2)}\n`);
  console.log(
    '\nA frame in which nothing changes waits for the screen, about 17 ms; thread: processor time of the page for each.',
  );
  console.log(`Chromium draws in software here. Written to ${values.out}`);
} finally {
  await browser.close();
  host.kill('SIGTERM');
  await new Promise((ended) => host.once('exit', ended));
  await rm(data, { recursive: true, force: true, maxRetries: 3 });
}

async function measure(): Promise<readonly Row[]> {
  const address = await addressOfHost();
  const { client, close } = await connectToHost(address);
  // The samples are put in at the first start; the clip opened last is the one shown.
  await until(async () => (await client.clips.list()).length >= 3);
  const clip = await client.clips.open({ path: clipPath });
  if (clip.frameCount !== frameCount) throw new Error(`The clip has ${clip.frameCount} frames.`);
  const times = new Map<string, Measured>();
  for (let round = 0; round < Number(values.rounds); round += 1) {
    for (const events of [0, 5000]) {
      if (events > 0) {
        await client.record.edit({
          id: `bench-${round}`,
          title: 'Fill',
          changes: [...manyEvents(clip.id, frameCount)],
        });
      }
      const page = await openPage(address, client);
      const metrics = await page.context().newCDPSession(page);
      await metrics.send('Performance.enable', { timeDomain: 'threadTicks' });
      for (const name of Object.keys(scenarios) as ScenarioName[]) {
        const key = `${name} ${events}`;
        const known = times.get(key) ?? { scenario: name, events, times: [], threadSeconds: 0 };
        const before = await threadSeconds(metrics);
        known.times.push(...(await scenarios[name](page, frames)));
        known.threadSeconds += (await threadSeconds(metrics)) - before;
        times.set(key, known);
      }
      await page.close();
      if (events > 0) await client.record.undo();
    }
  }
  close();
  return [...times.values()].map(({ scenario, events, times: all, threadSeconds: seconds }) => ({
    threadMs: (1000 * seconds) / Math.max(1, all.length),
    scenario,
    events,
    ...summary(all),
  }));
}

type Measured = {
  readonly scenario: ScenarioName;
  readonly events: number;
  readonly times: number[];
  threadSeconds: number;
};

async function threadSeconds(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0;
}

async function openPage(address: string, client: Client): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.goto(address);
  await page.locator('canvas[data-frame]').waitFor({ timeout: 60_000 });
  // The analysis of two hours would be measured along.
  for await (const jobs of await client.jobs.watch()) {
    const running = jobs.filter(({ kind, status }) => kind === 'analyse' && status === 'running');
    if (running.length === 0) break;
    for (const { id } of running) await client.jobs.cancel({ jobId: id });
  }
  await page.waitForTimeout(1500);
  return page;
}

function summary(times: readonly number[]): Pick<Row, 'medianMs' | 'p95Ms' | 'worstMs' | 'shareOver'> {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  const over = sorted.filter((time) => time > 1000 / 60 + 1).length;
  return { medianMs: at(0.5), p95Ms: at(0.95), worstMs: at(1), shareOver: over / Math.max(1, sorted.length) };
}

function table(rows: readonly Row[]): string {
  const line = (cells: readonly string[]) =>
    cells.map((cell, at) => (at === 0 ? cell.padEnd(26) : cell.padStart(11))).join('');
  const number = (value: number) => value.toFixed(1);
  return [
    line(['frame time in ms', 'events', 'median', 'p95', 'worst', 'over 16.7', 'thread']),
    ...rows
      .toSorted((a, b) => a.scenario.localeCompare(b.scenario) || a.events - b.events)
      .map((row) =>
        line([
          row.scenario,
          String(row.events),
          number(row.medianMs),
          number(row.p95Ms),
          number(row.worstMs),
          `${(100 * row.shareOver).toFixed(1)} %`,
          number(row.threadMs),
        ]),
      ),
  ].join('\n');
}

function addressOfHost(): Promise<string> {
  return new Promise((resolve, reject) => {
    host.stdout.on('data', (chunk: Buffer) => {
      const address = /"url":"([^"]+)"/.exec(chunk.toString('utf8'))?.[1];
      if (address) resolve(address);
    });
    host.once('exit', (code) => reject(new Error(`The host ended with ${code}. Is it built?`)));
  });
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 150 && !(await holds()); tries += 1) {
    await new Promise((later) => setTimeout(later, 200));
  }
}
