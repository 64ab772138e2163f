import { describe, expect, it } from 'vitest';
import type { EventFormat, ProjectEvent } from '#common/domain/index.ts';
import { type ExchangeClip, lossOf, writeEvents } from '#main/project/exchange/index.ts';
import { timecode } from '#main/project/exchange/write-edl.ts';
import { plainExchangeClip, someCode, someEvent } from './support.ts';

const codes = [someCode('pass', 'Pass & <go>', { colour: '#0072b2' })];
const document = (clips: readonly ExchangeClip[], events: readonly ProjectEvent[]) => ({
  title: 'Cup “final”',
  clips,
  codes,
  events,
  trajectories: [],
});
const written = (
  format: EventFormat,
  clips: readonly ExchangeClip[],
  events: readonly ProjectEvent[],
): string => [...writeEvents(format, document(clips, events), { asciiOnly: false })].join('');

/** One long frame among short ones. */
function unevenClip(): ExchangeClip {
  const plain = plainExchangeClip(5, { variableFrameRate: true, averageFrameRate: 25.4 });
  return { ...plain, seconds: { startSeconds: [0, 0.04, 0.08, 0.5, 0.54], endSeconds: 0.58 } };
}

const tagged = someEvent({
  range: { start: 10, end: 34 },
  labels: [{ group: 'Foot', text: 'left' }],
  note: 'one\ntwo --> three',
});

describe('OpenTimelineIO', () => {
  it('has a cut and a marker for each event, in frames of the clip', () => {
    const timeline = JSON.parse(written('otio', [plainExchangeClip()], [tagged]));
    const [cut] = timeline.tracks.children[0].children;
    expect(timeline.OTIO_SCHEMA).toBe('Timeline.1');
    expect(cut).toMatchObject({
      OTIO_SCHEMA: 'Clip.2',
      name: 'Pass & <go> · Foot: left',
      source_range: { start_time: { rate: 25, value: 10 }, duration: { rate: 25, value: 25 } },
      markers: [{ color: 'BLUE', name: 'Pass & <go>' }],
      metadata: { deepsport: { range: { start: 10, end: 34 }, note: 'one\ntwo --> three' } },
    });
    expect(cut.media_references.DEFAULT_MEDIA).toMatchObject({
      target_url: 'match.mp4',
      available_range: { duration: { value: 250 } },
    });
  });

  it('counts a clip of variable frame rate by its times, at the nearest whole rate, and that is said', () => {
    const events = [someEvent({ range: { start: 2, end: 3 } })];
    const timeline = JSON.parse(written('otio', [unevenClip()], events));
    expect(timeline.tracks.children[0].children[0].source_range).toMatchObject({
      start_time: { rate: 25, value: 2 },
      duration: { rate: 25, value: 12 },
    });
    expect(lossOf('otio', document([unevenClip()], events))).toContain('frame rate varies');
    expect(lossOf('csv', document([unevenClip()], events))).toBe('');
  });
});

describe('FCPXML', () => {
  it('has keyword ranges and a sequence of cuts, in whole frames as fractions', () => {
    const clip = plainExchangeClip(250, { averageFrameRate: 30_000 / 1001 });
    const xml = written('fcpxml', [clip], [tagged]);
    expect(xml).toContain('<format id="f1" frameDuration="1001/30000s" width="1920" height="1080"/>');
    expect(xml).toContain(
      '<keyword start="10010/30000s" duration="25025/30000s" value="Pass &amp; &lt;go&gt;" note="Foot: left – one two --&gt; three"/>',
    );
    expect(xml).toContain('tcFormat="DF"');
    expect(xml).toContain('offset="0s" start="10010/30000s" duration="25025/30000s" format="f1"/>');
    const opened = [...xml.matchAll(/<([a-z-]+)(?=>|\s[^>]*[^/]>)/g)].map(([, name]) => name).sort();
    const closed = [...xml.matchAll(/<\/([a-z-]+)>/g)].map(([, name]) => name).sort();
    expect(opened).toEqual(closed);
  });
});

describe('EDL', () => {
  it('numbers cuts and puts them one after the other on the record side', () => {
    const edl = written(
      'edl',
      [plainExchangeClip()],
      [tagged, someEvent({ id: 'b', range: { start: 50, end: 50 } })],
    );
    expect(edl).toContain('FCM: NON-DROP FRAME');
    expect(edl).toContain('001  AX       V     C        00:00:00:10 00:00:01:10 00:00:00:00 00:00:01:00');
    expect(edl).toContain('002  AX       V     C        00:00:02:00 00:00:02:01 00:00:01:00 00:00:01:01');
    expect(edl).toContain('* COMMENT: Pass & <go> - Foot: left - one two --> three');
    expect(edl).toMatch(/^[ -~\r\n]*$/);
  });

  it('drops frame numbers at 29.97 and 59.94 as SMPTE has it, and at no other rate', () => {
    const at = (frames: number, seconds: number, nominal: number) => (frame: number) =>
      timecode(frame, { frames, seconds, nominal });
    const ntsc = at(30_000, 1001, 30);
    expect([1799, 1800, 17_981, 17_982, 107_892].map(ntsc)).toEqual([
      '00:00:59;29',
      '00:01:00;02',
      '00:09:59;29',
      '00:10:00;00',
      '01:00:00;00',
    ]);
    expect([3599, 3600].map(at(60_000, 1001, 60))).toEqual(['00:00:59;59', '00:01:00;04']);
    expect(at(24_000, 1001, 24)(1440)).toBe('00:01:00:00');
    expect(at(240, 1, 240)(480)).toBe('00:00:02:00');
  });
});

describe('Subtitles', () => {
  it('show the code, its labels and the note while the event lasts', () => {
    expect(written('srt', [plainExchangeClip()], [tagged])).toBe(
      '1\n00:00:00,400 --> 00:00:01,400\nPass & <go> · Foot: left\none two → three\n\n',
    );
    expect(written('vtt', [plainExchangeClip()], [tagged])).toBe(
      'WEBVTT\n\n00:00:00.400 --> 00:00:01.400\nPass &amp; &lt;go&gt; · Foot: left\none two --&gt; three\n\n',
    );
  });
});

describe('A format of one clip', () => {
  it('refuses the events of two in a sentence, while a table takes them', () => {
    const clips = [plainExchangeClip(), plainExchangeClip(100, { id: 'clip-2', name: 'second.mp4' })];
    const events = [tagged, someEvent({ id: 'b', clipId: 'clip-2', range: { start: 1, end: 2 } })];
    expect(() => written('sportscode', clips, events)).toThrow('these are of 2. Choose one clip.');
    expect(written('csv', clips, events)).toContain('second.mp4,');
    expect(written('edl', clips, events)).toContain('* FROM CLIP NAME: second.mp4');
  });
});

describe('Times of a clip for other players', () => {
  it('begin with the first frame of a transport stream, and follow the file where a camera ran faster', () => {
    const stream = plainExchangeClip(250, { container: 'MPEG-TS', firstTimestampSeconds: 0 });
    expect(stream.seconds.startSeconds[1]).toBeCloseTo(0.04, 9);
    const slow = plainExchangeClip(250, { timeScale: 0.1 });
    expect(slow.seconds.startSeconds[1]).toBeCloseTo(0.4, 9);
  });
});
