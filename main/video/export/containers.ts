import { basename, extname } from 'node:path';
import type { Container } from './clip-muxer.ts';
import { containerCannotHold, extensionUnknown } from './export-errors.ts';

const byExtension: Readonly<Record<string, Container>> = {
  '.mp4': 'mp4',
  '.m4v': 'mp4',
  '.mov': 'mov',
  '.mkv': 'matroska',
  '.webm': 'webm',
};

/** Codecs as ClipInfo names them. */
const holds: Readonly<Record<Container, readonly string[] | 'all'>> = {
  mp4: ['H.264', 'HEVC', 'VP9', 'AV1'],
  mov: ['H.264', 'HEVC', 'ProRes'],
  matroska: 'all',
  webm: ['VP8', 'VP9', 'AV1'],
};

const names: Readonly<Record<Container, string>> = {
  mp4: 'MP4',
  mov: 'MOV',
  matroska: 'Matroska',
  webm: 'WebM',
};

/** The container that a file's name asks for. Fails with BAD_INPUT. */
export function containerOf(path: string): Container {
  const container = byExtension[extname(path).toLowerCase()];
  if (!container) throw extensionUnknown(basename(path));
  return container;
}

/** Fails with BAD_INPUT unless coded pictures of this codec can be copied into the container. */
export function checkHolds(container: Container, codec: string): void {
  const held = holds[container];
  if (held === 'all' || held.includes(codec)) return;
  throw containerCannotHold(names[container], codec, codec === 'ProRes' ? '.mov' : '.mkv');
}

/** The extension for a cut of a file that copies what it can: the file's own where that can be written. */
export function copyExtension(sourcePath: string): string {
  const extension = extname(sourcePath).toLowerCase();
  return extension in byExtension ? extension : '.mp4';
}
