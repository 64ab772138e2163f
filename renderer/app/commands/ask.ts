import { agreementTexts } from '../../texts/agreement.ts';
import { commandTexts as texts } from '../../texts/app.ts';
import { batchTexts } from '../../texts/batches.ts';
import { traceTexts } from '../../texts/trace.ts';
import { isVeiled } from '../state/veiled.ts';
import { type Command, type CommandContext, events, questions, review } from './command.ts';

function leave(context: CommandContext): void {
  const focused = document.activeElement;
  if (focused instanceof HTMLElement && focused !== document.body) {
    focused.blur();
    return;
  }
  const { probes, proposals, notices } = context.app.stores;
  const running = questions(context).runs.some((run) => run.running);
  const tests = probes.getState().runs.filter((run) => run.running);
  if (proposals.getState().editing !== null) proposals.getState().edit(null);
  else if (running) questions(context).cancelAll();
  else if (tests.length > 0) for (const { key } of tests) probes.getState().cancel(key);
  else if (events(context).selected.length > 0) events(context).select([]);
  else if (review(context).selection) review(context).select(null);
  else notices.getState().dismiss();
}

/** Tests the answer that is shown, the first of two side by side. */
function testAnswer(context: CommandContext): void {
  const { runs, shown } = questions(context);
  const { probes, notices } = context.app.stores;
  const tested = shown.flatMap((key) => runs.find((run) => run.key === key)?.trajectory ?? [])[0];
  if (tested?.status === 'answered' && tested.answer !== null) void probes.getState().test(tested);
  else notices.getState().tell('note', traceTexts.nothingToTest);
}

/** Shows the answer of the question in the trace, or of both. */
function reveal(context: CommandContext): void {
  const { shown, runs, reveal: revealRun } = questions(context);
  const { items } = context.app.stores.record.getState();
  const veiled = runs.filter(
    ({ key, trajectory }) => shown.includes(key) && trajectory && isVeiled(trajectory, items.reveal),
  );
  if (veiled.length === 0) context.app.stores.notices.getState().tell('note', agreementTexts.noneToReveal);
  for (const { key } of veiled) void revealRun(key);
}

export const askCommands: readonly Command[] = [
  { id: 'ask', name: texts.ask, group: 'ask', keys: ['KeyQ'], run: (c) => questions(c).focusBox() },
  {
    id: 'ask-many',
    name: batchTexts.title,
    group: 'ask',
    keys: ['Shift+KeyQ'],
    run: (c) => c.openDialog('batch'),
  },
  {
    id: 'test-answer',
    name: traceTexts.testAnswerCommand,
    group: 'ask',
    keys: ['Alt+KeyQ'],
    run: testAnswer,
  },
  {
    id: 'mode-passive',
    name: texts.passive,
    group: 'ask',
    keys: [],
    run: (c) => questions(c).chooseMode('passive'),
  },
  {
    id: 'mode-single',
    name: texts.single,
    group: 'ask',
    keys: [],
    run: (c) => questions(c).chooseMode('single'),
  },
  {
    id: 'mode-iterative',
    name: texts.iterative,
    group: 'ask',
    keys: [],
    run: (c) => questions(c).chooseMode('iterative'),
  },
  {
    id: 'mode-compare',
    name: texts.compare,
    group: 'ask',
    keys: [],
    run: (c) => questions(c).chooseMode('compare'),
  },
  {
    id: 'blind',
    name: agreementTexts.commands.blind,
    group: 'ask',
    keys: ['Alt+KeyB'],
    run: ({ app }) => {
      const { blind, chooseBlind } = app.stores.asking.getState();
      chooseBlind(!blind);
    },
  },
  { id: 'reveal', name: agreementTexts.commands.reveal, group: 'ask', keys: ['Alt+KeyR'], run: reveal },
  {
    id: 'compare-markings',
    name: agreementTexts.commands.compare,
    group: 'events',
    keys: [],
    run: (c) => c.openDialog('agreement'),
  },
  { id: 'cancel', name: texts.cancel, group: 'ask', keys: ['Escape'], run: leave },
];
