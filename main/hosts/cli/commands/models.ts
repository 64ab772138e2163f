import type { EngineCard } from '#common/domain/index.ts';
import type { ModelFolder, Services } from '#main/rpc/services.ts';
import type { Command } from '../command.ts';

/** `models`: the engines that questions can be put to. */
export const models: Command = {
  name: 'models',
  summary: 'Lists the engines: what each is and is not, its size, device and folder.',
  usage: '',
  positionals: [0, 0],
  options: {},
  help: [],
  async run({ open, print, json }) {
    const services = await open();
    const cards = await services.engines.list();
    const rows = await Promise.all(cards.map((card) => describeEngine(card, services)));
    if (json) {
      print(JSON.stringify(rows));
      return;
    }
    if (rows.length === 0) print('No engine is installed: connect a server in the settings.');
    const standard = services.settings.current().defaultEngine;
    for (const row of rows) {
      print(`${row.id}${row.id === standard ? '  (default)' : ''}`);
      print(`  ${row.name}: ${row.summary}`);
      print(`  device  ${row.device}${row.local ? '' : ' (frames leave this machine)'}`);
      if (row.folder !== null) print(`  folder  ${row.folder}`);
      if (row.sizeBytes !== null) print(`  size    ${(row.sizeBytes / 1e6).toFixed(1)} MB`);
    }
  },
};

async function describeEngine(card: EngineCard, services: Services) {
  const found: ModelFolder | undefined = await services.modelFolder(card.id);
  const { id, name, summary, adapter, device, local, knows, declines } = card;
  return {
    id,
    name,
    summary,
    adapter,
    device,
    local,
    knows,
    declines,
    folder: found?.folder ?? null,
    sizeBytes: found?.sizeBytes ?? null,
  };
}
