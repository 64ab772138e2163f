import { parseArgs } from 'node:util';
import { untilStopped } from '../until-stopped.ts';
import { serve } from './serve.ts';

// The entry that `npm start` uses where there is no Electron; `deepsport serve` is the same with options.
const { values } = parseArgs({ options: { open: { type: 'boolean' } }, strict: false });
try {
  await serve(
    {
      entryFolder: import.meta.dirname,
      env: process.env,
      note: (sentence) => console.error(sentence),
    },
    {
      openBrowser: values.open === true,
      signal: untilStopped(),
      onListening: (url) => {
        console.log(`DeepSport is at ${url}\nOpen this address in a browser. Ctrl+C ends it.`);
      },
    },
  );
  process.exit(0);
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
}
