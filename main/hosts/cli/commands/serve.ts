import type { Program } from '../../node-services.ts';
import { defaultPort, serve } from '../../web/serve.ts';
import type { Command } from '../command.ts';
import { projectOption, textOption, wholeOption } from '../read-options.ts';

/** `serve`: the interface in a browser of this machine. */
export const createServeCommand = (program: Program): Command => ({
  name: 'serve',
  summary: 'Serves the interface to a browser of this machine, until Ctrl+C.',
  usage: '',
  positionals: [0, 0],
  options: { port: { type: 'string' }, open: { type: 'boolean' }, project: { type: 'string' } },
  help: [
    [`--port ${defaultPort}`, 'the port; the next free one when it is in use, any with 0'],
    ['--open', 'opens the address in the browser'],
    ['--project FILE', 'the project to work in, made where it is not there (the one opened last)'],
  ],
  async run({ print, json, signal }, { values }) {
    await serve(program, {
      port: wholeOption(values, 'port', { lowest: 0, highest: 65_535 }),
      openBrowser: values.open === true,
      dataFolder: textOption(values, 'data'),
      projectFile: projectOption(values),
      signal,
      onListening: (url) => {
        if (json) print(JSON.stringify({ url }));
        else print(`DeepSport is at ${url}\nOpen this address in a browser. Ctrl+C ends it.`);
      },
    });
  },
});
