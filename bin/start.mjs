// `npm start`: the desktop application where Electron's program is there or can be fetched, else the same
// interface in a browser.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { ensureBuilt, ensureNode, root, runInstead } from './prepare.mjs';

await ensureNode();
ensureBuilt();

// Fetching starts at once or not at all: a machine without the network must not wait.
const answerMilliseconds = 5000;

const electron = findElectron() ?? (hasDisplay() ? await fetchElectron() : undefined);
if (electron && hasDisplay()) {
  await runInstead(electron, [root]);
} else {
  console.error(
    electron
      ? 'There is no display here, so the interface opens in a browser instead.'
      : 'The desktop program is not here, so the interface opens in a browser instead.',
  );
  await runInstead(process.execPath, [join(root, 'out', 'main', 'web.js'), '--open']);
}

function electronFolder() {
  try {
    return dirname(createRequire(import.meta.url).resolve('electron/package.json'));
  } catch {
    return undefined;
  }
}

function findElectron() {
  const folder = electronFolder();
  if (!folder || !existsSync(join(folder, 'path.txt'))) return undefined;
  const program = join(folder, 'dist', readFileSync(join(folder, 'path.txt'), 'utf8').trim());
  return existsSync(program) ? program : undefined;
}

function hasDisplay() {
  if (process.platform !== 'linux') return true;
  return Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

/** Where Electron's own installer loads from, as far as can be told without running it. */
function downloadHost() {
  return (
    process.env.ELECTRON_MIRROR ||
    process.env.npm_config_electron_mirror ||
    'https://github.com/electron/electron/releases/'
  );
}

async function fetchElectron() {
  const folder = electronFolder();
  if (!folder) return undefined;
  console.error('Looking for the desktop program (Electron, about 120 MB, fetched once) …');
  try {
    await fetch(downloadHost(), {
      method: 'HEAD',
      redirect: 'manual',
      signal: AbortSignal.timeout(answerMilliseconds),
    });
  } catch {
    console.error('It cannot be reached from here.');
    return undefined;
  }
  console.error('Fetching it …');
  const dots = setInterval(() => process.stderr.write('.'), 1000);
  const ended = await new Promise((resolve) => {
    const child = spawn(process.execPath, [join(folder, 'install.js')], { stdio: 'ignore' });
    child.on('error', () => resolve(1));
    child.on('exit', resolve);
  });
  clearInterval(dots);
  console.error(ended === 0 ? ' done.' : ' it could not be fetched.');
  return findElectron();
}
