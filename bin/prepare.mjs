// What both programs need before the built application runs: the right Node, and a build that is up to date.
// Plain JavaScript for any Node from 18 on.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..');

const neededNode = 24;
const sources = ['common', 'main', 'preload', 'renderer', 'electron.vite.config.ts', 'package.json'];

/** Runs this same program under Node 24 where the present one is older; ends with its exit code. */
export async function ensureNode() {
  if (Number(process.versions.node.split('.')[0]) >= neededNode) return;
  const own = join(root, 'node_modules', '.bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (!existsSync(own)) {
    console.error(
      `DeepSport needs Node ${neededNode} or newer, and this is Node ${process.versions.node}: install it from ` +
        'https://nodejs.org, or run `npm ci` first where the project brings its own.',
    );
    process.exit(1);
  }
  await runInstead(own, process.argv.slice(1));
}

/** Runs a program in the foreground in place of this one, and ends with its exit code. */
export async function runInstead(program, args) {
  const child = spawn(program, args, { stdio: 'inherit' });
  // The terminal sends Ctrl+C to the child by itself; what is sent to this process alone is handed on.
  process.on('SIGINT', () => {});
  for (const name of ['SIGTERM', 'SIGHUP']) process.on(name, () => child.kill(name));
  const code = await new Promise((resolve) => {
    child.on('error', () => resolve(1));
    child.on('exit', (status) => resolve(status ?? 1));
  });
  process.exit(code);
}

function newest(path) {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats) return 0;
  if (!stats.isDirectory()) return stats.mtimeMs;
  return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))));
}

/** Builds the application where there is no build, or one older than its sources. A package has no sources. */
export function ensureBuilt() {
  if (!existsSync(join(root, 'electron.vite.config.ts'))) return;
  const stamp =
    statSync(join(root, 'out', 'renderer', 'index.html'), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (stamp > Math.max(...sources.map((name) => newest(join(root, name))))) return;
  console.error('Building the workstation once …');
  const program = join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js');
  if (!existsSync(program)) {
    console.error('The packages of the project are not installed: run `npm ci` first.');
    process.exit(1);
  }
  const build = spawnSync(process.execPath, [program, 'build', '--logLevel', 'error'], {
    cwd: root,
    encoding: 'utf8',
  });
  if (build.status !== 0) {
    console.error(`${build.stdout}${build.stderr}\nThe build failed: \`npm run build\` shows all of it.`);
    process.exit(1);
  }
}
