import { labelsText } from '#common/domain/index.ts';
import { type EditRate, editLength, editRange, editRate } from './edit-rate.ts';
import { type EventsDocument, type ExchangeClip, type PlacedEvent, placeEvents } from './events-document.ts';
import { oneLine, xmlText } from './exchange-text.ts';

type Asset = { readonly clip: ExchangeClip; readonly rate: EditRate; readonly number: number };

/**
 * Final Cut Pro's XML 1.10: each clip in the browser with a keyword range for every event, and a project with a cut
 * for each event, one after the other. Times are whole frames of the clip's rate. Media is named by file name
 * alone, to lie beside the file.
 */
export function* writeFcpxml(document: EventsDocument): Generator<string> {
  const placed = placeEvents(document);
  const used = document.clips.filter(({ info }) => placed.some(({ clip }) => clip.info.id === info.id));
  const assets = new Map(
    used.map((clip, index) => [clip.info.id, { clip, rate: editRate(clip.info), number: index + 1 }]),
  );
  yield '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE fcpxml>\n<fcpxml version="1.10">\n  <resources>\n';
  for (const asset of assets.values()) yield resourcesOf(asset);
  yield `  </resources>\n  <library>\n    <event name="${attribute(document.title)}">\n`;
  for (const asset of assets.values()) {
    yield* browserClip(
      asset,
      placed.filter(({ clip }) => clip === asset.clip),
    );
  }
  const [first] = assets.values();
  if (first) yield* project(document.title, placed, assets, first);
  yield '    </event>\n  </library>\n</fcpxml>\n';
}

function resourcesOf({ clip: { info }, rate, number }: Asset): string {
  const { width, height, hasAudio, name } = info;
  const length = time(editLength(info, rate), rate);
  const sound = hasAudio ? ' hasAudio="1" audioSources="1" audioChannels="2" audioRate="48000"' : '';
  return (
    `    <format id="f${number}" frameDuration="${time(1, rate)}" width="${width}" height="${height}"/>\n` +
    `    <asset id="a${number}" name="${attribute(name)}" start="0s" duration="${length}" hasVideo="1"` +
    ` format="f${number}"${sound}>\n` +
    `      <media-rep kind="original-media" src="./${attribute(encodeURIComponent(name))}"/>\n    </asset>\n`
  );
}

function* browserClip(
  { clip: { info }, rate, number }: Asset,
  events: readonly PlacedEvent[],
): Generator<string> {
  const length = time(editLength(info, rate), rate);
  yield `      <asset-clip ref="a${number}" name="${attribute(info.name)}" start="0s" duration="${length}" format="f${number}">\n`;
  for (const each of events) {
    const { start, length: frames } = editRange(each, rate);
    const note = oneLine([labelsText(each.event.labels), each.event.note].filter(Boolean).join(' – '));
    yield `        <keyword start="${time(start, rate)}" duration="${time(frames, rate)}" value="${attribute(each.code.name)}"${note === '' ? '' : ` note="${attribute(note)}"`}/>\n`;
  }
  yield '      </asset-clip>\n';
}

/** The sequence counts in the rate of the first clip: each cut is as many of its frames as it lasts. */
function* project(
  title: string,
  placed: readonly PlacedEvent[],
  assets: ReadonlyMap<string, Asset>,
  { rate: sequenceRate, number }: Asset,
): Generator<string> {
  const cuts = placed.flatMap((each) => {
    const asset = assets.get(each.clip.info.id);
    if (!asset) return [];
    const { start, length } = editRange(each, asset.rate);
    const seconds = (length * asset.rate.seconds) / asset.rate.frames;
    const frames = Math.max(1, Math.round((seconds * sequenceRate.frames) / sequenceRate.seconds));
    return [{ each, asset, start, frames }];
  });
  const total = cuts.reduce((sum, { frames }) => sum + frames, 0);
  const drop = sequenceRate.seconds === 1001 && [30, 60].includes(sequenceRate.nominal) ? 'DF' : 'NDF';
  yield `      <project name="${attribute(title)}">\n        <sequence format="f${number}" duration="${time(total, sequenceRate)}" tcStart="0s" tcFormat="${drop}">\n          <spine>\n`;
  let offset = 0;
  for (const { each, asset, start, frames } of cuts) {
    const labels = labelsText(each.event.labels);
    const name = labels === '' ? each.code.name : `${each.code.name} · ${labels}`;
    yield `            <asset-clip ref="a${asset.number}" name="${attribute(name)}" offset="${time(offset, sequenceRate)}" start="${time(start, asset.rate)}" duration="${time(frames, sequenceRate)}" format="f${asset.number}"/>\n`;
    offset += frames;
  }
  yield '          </spine>\n        </sequence>\n      </project>\n';
}

/** So many frames, as a fraction of seconds. */
const time = (frames: number, { frames: rate, seconds }: EditRate): string =>
  frames === 0 ? '0s' : `${frames * seconds}/${rate}s`;

const attribute = (text: string): string => xmlText(oneLine(text));
