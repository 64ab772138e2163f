import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** Where Chromium and its relatives are installed, the first that exists is taken. */
const places: readonly string[] = [
  process.env.DEEPSPORT_BROWSER ?? '',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/snap/bin/chromium',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/microsoft-edge',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

const installed = (): string | undefined => places.find((path) => path !== '' && existsSync(path));

/** The browser for these tests. A bare Debian machine, as root in CI, gets Chromium from its own packages. */
export function findBrowser(): string | undefined {
  const found = installed();
  if (found || !process.env.CI || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return found;
  spawnSync('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], {
    stdio: 'ignore',
    timeout: 300_000,
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  return installed();
}

export const browserPath = findBrowser();

/** Part of a test's title where there is no browser, so that the skip says what to do. */
export const browserHint = browserPath
  ? ''
  : ' (skipped: no Chromium, Chrome or Edge here; type `apt-get install -y chromium`, or name one in DEEPSPORT_BROWSER)';

if (!browserPath) console.log(`Browser tests are skipped.${browserHint}`);

export const launchBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: browserPath ?? '',
    // Without a UTF-8 locale Chromium cannot name a download whose name is more than ASCII.
    env: { ...process.env, LANG: process.env.LANG || 'C.UTF-8' },
    // In a container there is neither a user namespace for the sandbox nor a large /dev/shm.
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--mute-audio'],
  });
