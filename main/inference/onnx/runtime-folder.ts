import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';

/** Where onnxruntime's libraries for this platform lie and which version they are; loads none of them. */
export function runtimeFolder(): { readonly folder: string; readonly version: string } {
  const entry = createRequire(import.meta.url).resolve('onnxruntime-node');
  // An archive holds no libraries: they lie unpacked beside it.
  const root = join(dirname(entry), '..').replace(`app.asar${sep}`, `app.asar.unpacked${sep}`);
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  return { folder: join(root, 'bin/napi-v6', process.platform, process.arch), version };
}
