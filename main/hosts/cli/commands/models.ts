import { type EngineCard, engineFacts, type Precision, precisions } from '#common/domain/index.ts';
import type { ModelFolder, Services } from '#main/rpc/services.ts';
import { stageWords } from '../clip-option.ts';
import type { Command, CommandContext } from '../command.ts';
import { badOption, choiceOption } from '../read-options.ts';

/** `models`: the engines that questions can be put to, and local models of the hub. */
export const models: Command = {
  name: 'models',
  summary: 'Lists the engines; fetches a local model from the hub, or removes it.',
  usage: '[offer OWNER/NAME | add OWNER/NAME [--precision q4] | remove ID | known | cuda]',
  positionals: [0, 2],
  options: { precision: { type: 'string' } },
  help: [
    ['known', 'models that are known to work here, and what each needs'],
    ['offer OWNER/NAME', 'what the hub has of a model, by precision, and how large each is'],
    ['add OWNER/NAME', 'fetches it; started again, a download goes on where it stopped'],
    ['--precision q4', `${precisions.join(', ')} (the smallest there is)`],
    ['remove ID', 'deletes a model that was fetched'],
    [
      'cuda',
      'fetches the libraries for CUDA 12 (Linux x64); CUDA and cuDNN 9 themselves come with the system',
    ],
  ],
  async run(context, { positionals, values }) {
    const [action, name] = positionals;
    if (action === undefined) return listEngines(context);
    if (action === 'known') return listKnown(context);
    if (action === 'cuda') return fetchCuda(context);
    if (name === undefined || !['offer', 'add', 'remove'].includes(action)) {
      throw badOption(`Write npx deepsport models ${models.usage}.`, 'models');
    }
    if (action === 'offer') return offer(context, name);
    if (action === 'add') return add(context, name, choiceOption(values, 'precision', precisions));
    await (await context.open()).models.remove(name);
    context.print(context.json ? JSON.stringify({ removed: name }) : `${name} is removed.`);
  },
};

async function listEngines({ open, print, json }: CommandContext): Promise<void> {
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
    if (row.facts.length > 0) print(`  found   ${row.facts.join(', ')}`);
    if (row.folder !== null) print(`  folder  ${row.folder}`);
    if (row.sizeBytes !== null) print(`  size    ${(row.sizeBytes / 1e6).toFixed(1)} MB`);
  }
}

async function listKnown({ open, print, json }: CommandContext): Promise<void> {
  const { known } = (await open()).models;
  if (json) print(JSON.stringify(known));
  else
    for (const { hubId, name, licence, needs } of known) print(`${hubId}\n  ${name}, ${licence}. ${needs}`);
}

async function fetchCuda({ open, print, progress, json, signal }: CommandContext): Promise<void> {
  const services = await open();
  const fetched = await services
    .fetchCuda({
      signal,
      onProgress: (done, total) => progress(stageWords({ stage: 'Downloading', done, total })),
    })
    .finally(() => progress(null));
  print(json ? JSON.stringify(fetched) : `${fetched.join(' and ')} are there. Engines try CUDA from now on.`);
}

async function offer({ open, print, json, signal }: CommandContext, hubId: string): Promise<void> {
  const found = await (await open()).models.offer(hubId, { signal });
  if (json) {
    print(JSON.stringify(found));
    return;
  }
  print(`${hubId}  ${found.licence ?? 'licence not stated'}${found.gated ? ', gated' : ''}`);
  for (const { precision, sizeBytes } of found.precisions) {
    print(`  ${precision.padEnd(6)}${(sizeBytes / 1e9).toFixed(2)} GB`);
  }
}

async function add(
  { open, print, progress, json, signal }: CommandContext,
  hubId: string,
  wanted: Precision | undefined,
): Promise<void> {
  const services = await open();
  const offered = (await services.models.offer(hubId, { signal })).precisions;
  const smallest = [...offered].sort((a, b) => a.sizeBytes - b.sizeBytes)[0];
  const precision = wanted ?? smallest?.precision ?? 'fp32';
  const model = await services.models
    .download(hubId, precision, { signal, onStage: (stage) => progress(stageWords(stage)) })
    .finally(() => progress(null));
  print(
    json
      ? JSON.stringify(model)
      : `${model.id} is ready: npx deepsport ask CLIP QUESTION --model ${model.id}`,
  );
}

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
    facts: engineFacts(card),
    folder: found?.folder ?? null,
    sizeBytes: found?.sizeBytes ?? null,
  };
}
