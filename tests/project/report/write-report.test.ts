import { describe, expect, it } from 'vitest';
import type { DrawingItem, Trajectory } from '#common/domain/index.ts';
import { type ReportInput, reportLimits, writeReport } from '#main/project/report/index.ts';
import { plainExchangeClip, someCode, someEvent } from '../exchange/support.ts';

const { info, seconds } = plainExchangeClip();

function input(over: Partial<ReportInput> = {}): ReportInput {
  return {
    title: 'Cup final',
    projectName: 'Season',
    version: '1.2.3',
    createdAt: '2026-01-31T10:00:00.000Z',
    clips: [{ info, seconds, sha256: 'ab'.repeat(32) }],
    codes: [someCode('pass', 'Pass')],
    events: [someEvent()],
    drawings: [],
    keyImages: [],
    tracks: [],
    calibrations: [],
    proposals: [],
    proposalFates: [],
    verdicts: new Map(),
    trajectories: [],
    history: [],
    networkBytesSent: 0,
    numbers: true,
    pictures: new Map(),
    shown: new Map(),
    remarks: [],
    ...over,
  };
}

const picture = {
  ...{ clipId: info.id, frame: 12, timeSeconds: 0.48, width: 480, height: 270 },
  ...{ sha256: 'cd'.repeat(32), jpeg: new Uint8Array([255, 216, 255]) },
};

const trajectory: Trajectory = {
  id: 'question-1',
  clipId: info.id,
  clipName: info.name,
  question: 'Which foot?',
  mode: 'iterative',
  engine: {
    ...{ id: 'server', name: 'Large', device: 'server', local: false },
    ...{ weightsSha256: null, summary: '' },
  },
  seed: 7,
  scope: null,
  eventId: null,
  form: { kind: 'text' },
  settings: null,
  branch: null,
  probe: null,
  blind: false,
  createdAt: '2026-01-31T09:00:00.000Z',
  status: 'answered',
  steps: [
    {
      kind: 'frames',
      by: 'start',
      range: { start: 0, end: 249 },
      frames: [{ index: 12, timeSeconds: 0.48, width: 140, height: 84, sha256: 'ef'.repeat(32) }],
    },
    {
      kind: 'turn',
      turn: 1,
      thought: 'In frame 99 the left foot is up.',
      action: { kind: 'answer', text: 'Left' },
      raw: '',
      warnings: [{ kind: 'claim-without-frame', message: 'Frame 99 was never sent.', frame: 99 }],
      usage: { newTokens: 100, cachedTokens: 20, generatedTokens: 5 },
      seconds: 1.5,
    },
  ],
  answer: 'Left',
  formatValid: true,
  failure: null,
};

describe('A report', () => {
  it('needs nothing from elsewhere and lets nothing run, whatever names and notes hold', () => {
    const hostile = '"><script src=//evil.example/x.js></script><img src=x onerror=alert(1)>';
    const page = writeReport(
      input({
        title: hostile,
        projectName: hostile,
        clips: [{ info: { ...info, name: hostile }, seconds, sha256: null }],
        codes: [someCode('pass', hostile, { colour: '"/><script>' })],
        events: [someEvent({ note: hostile, labels: [{ group: hostile, text: hostile }] })],
        trajectories: [{ ...trajectory, question: hostile, answer: hostile }],
        history: [{ editId: 'e', title: hostile, by: { kind: 'person' }, happenedAt: '', undone: false }],
        remarks: [hostile],
      }),
    );
    expect(page).not.toMatch(/<script|<img src=x|onerror=alert\(1\)>/);
    expect(page).not.toMatch(/\b(src|href)="(?!data:image\/jpeg)/);
    expect(page).toContain("default-src 'none'");
    // Every element that holds text is closed again.
    for (const name of ['section', 'article', 'table', 'svg', 'main', 'style', 'h3', 'dl']) {
      const count = (pattern: string) => page.match(new RegExp(pattern, 'g'))?.length ?? 0;
      expect([name, count(`<${name}[ >]`)]).toEqual([name, count(`</${name}>`)]);
    }
  });

  it('says of each event its frames, times, length, maker and evidence', () => {
    const by = { kind: 'model', trajectoryId: 'question-1', engine: 'nano' } as const;
    const page = writeReport(input({ events: [someEvent({ by, evidence: [11, 12] })] }));
    expect(page).toContain(
      'frames 10–34 · 00:00.400 to 00:01.400 · 1.00 s · proposed by nano, accepted by a person · evidence: frames 11, 12',
    );
  });

  it('shows frames with number, time, hash and what is drawn on them', () => {
    const drawing: DrawingItem = {
      kind: 'drawing',
      id: 'd',
      clipId: info.id,
      shape: 'arrow',
      range: { start: 12, end: 12 },
      points: [
        [0, 0],
        [1, 1],
      ],
      colour: '#ffcc00',
      size: 0.01,
      text: '',
    };
    const page = writeReport(input({ drawings: [drawing], pictures: new Map([['event-1', [picture]]]) }));
    expect(page).toContain('src="data:image/jpeg;base64,/9j/"');
    expect(page).toContain('<b>12</b> · 00:00.480<br><code>cdcdcdcdcdcdcdcd</code>');
    expect(page).toContain('<svg viewBox="0 0 1920 1080" aria-label="Drawings on frame 12">');
  });

  it('tells a question in full and marks a claim about a frame that was never sent', () => {
    const page = writeReport(input({ trajectories: [trajectory] }));
    for (const part of [
      'Which foot?',
      'seed 7',
      'In frame 99 the left foot is up.',
      'Claim without a frame: Frame 99 was never sent.',
      'ef'.repeat(32),
      '100 read, 20 from the cache, 5 written',
      'on a server: frames left this machine',
      '1 frame went to Large for 1 question of this report.',
    ]) {
      expect(page).toContain(part);
    }
  });

  it('says that nothing left the machine where nothing did', () => {
    expect(writeReport(input())).toContain('No frame and no word of the questions above left this machine.');
  });

  it('counts all events but tells only so many one by one, and says so', () => {
    const events = Array.from({ length: reportLimits.events + 5 }, (_, index) =>
      someEvent({ id: `e${index}` }),
    );
    const page = writeReport(input({ events }));
    expect(page.match(/<article class="event">/g)).toHaveLength(reportLimits.events);
    expect(page).toContain('5 further events are counted above');
    expect(page).toContain(`<td>${events.length}</td>`);
  });

  it('without numbers has no charts', () => {
    expect(writeReport(input({ numbers: false }))).not.toContain('class="chart"');
    expect(writeReport(input())).toContain('class="chart"');
  });

  it('says under a tested answer whether it depends on the video', () => {
    const readings = [
      { change: 'reversed', trajectoryId: 'p1', answer: 'left', outcome: 'same', isExpected: null },
      { change: 'blank', trajectoryId: 'p2', answer: 'left', outcome: 'same', isExpected: false },
    ] as const;
    const verdict = { kind: 'ignores', reason: 'same', readings } as const;
    const told = writeReport(
      input({ trajectories: [trajectory], verdicts: new Map([[trajectory.id, verdict]]) }),
    );
    expect(told).toContain('Ignores the video: the same answer to grey frames and frames in reverse.');
    expect(told).toContain('in reverse: same answer, grey: same answer');
    expect(writeReport(input({ trajectories: [trajectory] }))).not.toContain('Ignores the video');
  });

  it('counts what became of proposals, by engine and code', () => {
    const fate = {
      ...{ engine: 'Large', codeName: 'Pass <1>', asProposed: 11, corrected: 3, medianFrames: 2 },
      ...{ rejected: 5, removed: 1, open: 0 },
    };
    const told = writeReport(input({ proposalFates: [fate] }));
    expect(told).toContain(
      '<tr><th>Large</th><th>Pass &#60;1&#62;</th><td>11</td><td>3</td><td>2 frames</td><td>5</td><td>1</td><td>0</td></tr>',
    );
    expect(writeReport(input())).not.toContain('What became of proposals');
  });

  it('shows the key images with what was drawn and written on them, and says nothing where there are none', () => {
    const image = { kind: 'key-image', id: 'k', clipId: info.id, frame: 12, createdAt: '' } as const;
    const drawing: DrawingItem = {
      kind: 'drawing',
      id: 'd',
      clipId: info.id,
      shape: 'line',
      range: { start: 10, end: 14 },
      points: [
        [0.1, 0.1],
        [0.5, 0.5],
      ],
      ...{ colour: '#ff8000', size: 0.01, text: '' },
    };
    const kept = [
      { image: { ...image, note: 'Knees <apart>' }, picture },
      { image: { ...image, id: 'l', frame: 13, note: '' }, picture: null },
    ];
    const report = writeReport(input({ keyImages: kept, drawings: [drawing] }));
    const part = report.slice(report.indexOf('<h2>Key images</h2>'), report.indexOf('<h2>Events</h2>'));
    expect(part).toContain('alt="Frame 12"');
    expect(part).toContain('stroke="#ff8000"');
    expect(part).toContain('Knees &#60;apart&#62;');
    expect(part).toContain('<b>13</b>');
    expect(writeReport(input())).not.toContain('Key images');
  });
});
