import type { Frame } from '#common/domain/index.ts';
import { encodePng } from '#main/platform/index.ts';
import type { EncodedPicture } from './video-service.ts';

/** A frame in a file format. JPEG is written at high quality, without thinning out colour. */
export async function encodePicture(
  frame: Frame,
  format: 'png' | 'jpeg',
): Promise<Pick<EncodedPicture, 'mediaType' | 'bytes'>> {
  if (format === 'png') return { mediaType: 'image/png', bytes: await encodePng(frame.pixels, frame) };
  // Loaded on first use: only JPEG needs native code, and fakes without it are used in the main process.
  const { encodeJpeg } = await import('./jpeg.ts');
  return { mediaType: 'image/jpeg', bytes: await encodeJpeg(frame.pixels, frame) };
}
