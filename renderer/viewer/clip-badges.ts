import type { ClipInfo } from '#common/domain/index.ts';
import type { DecodePath } from '../app/state/review-store.ts';
import { badgeTexts as texts } from '../texts/viewer.ts';

export type Badge = {
  readonly text: string;
  /** One sentence. */
  readonly help: string;
  /** True where it tells something out of the ordinary. */
  readonly strong: boolean;
};

/** Frames per second as the file has them; the clip's own rate is that of real time. */
export const storedRate = ({ averageFrameRate, timeScale }: ClipInfo): number => averageFrameRate * timeScale;

/** What a person must know of a clip before judging by its pictures and times; what is out of the ordinary first. */
export function clipBadges(clip: ClipInfo, path: DecodePath, mainAsked: boolean): readonly Badge[] {
  const badges: Badge[] = [];
  const tell = (text: string, help: string) => badges.push({ text, help, strong: true });
  const { captureRate, convertedFrom, videoTracks } = clip;
  if (clip.truncated) tell(texts.truncated, texts.truncatedHelp);
  if (captureRate !== null) {
    const stored = storedRate(clip);
    tell(texts.captured(captureRate, stored), texts.capturedHelp(captureRate, stored));
  }
  if (clip.variableFrameRate) tell(texts.variable, texts.variableHelp);
  if (clip.scan === 'interlaced') tell(texts.interlaced, texts.interlacedHelp);
  if (clip.dynamicRange === 'hdr') tell(texts.hdr, texts.hdrHelp);
  if (convertedFrom) {
    const { container, codec, method } = convertedFrom;
    const help = method === 'remuxed' ? texts.remuxedHelp(container) : texts.reencodedHelp(container, codec);
    tell(texts.converted(container), help);
  }
  if (videoTracks.length > 1) {
    tell(texts.track(clip.videoTrack + 1, videoTracks.length), texts.trackHelp);
  }
  if (path === 'main') {
    const byChoice = mainAsked || clip.scan === 'interlaced' || clip.dynamicRange === 'hdr';
    tell(texts.viaMain(clip.codec), byChoice ? texts.viaMainHelp : texts.cannotDecodeHelp);
  } else badges.push({ text: clip.codec, help: texts.codecHelp, strong: false });
  if (clip.bitDepth > 8) {
    badges.push({ text: texts.bits(clip.bitDepth), help: texts.bitsHelp(clip.bitDepth), strong: false });
  }
  return badges;
}
