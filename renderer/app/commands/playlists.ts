import { playlistsTexts } from '../../texts/playlists.ts';
import { type Command, type CommandContext, layout } from './command.ts';

const texts = playlistsTexts.commands;
const playlists = ({ app }: CommandContext) => app.stores.playlists.getState();

function togglePanel(context: CommandContext): void {
  const { leftPanel, view, change } = layout(context);
  const isShown = view === 'review' && leftPanel === 'playlists';
  change({ view: 'review', leftPanel: isShown ? 'none' : 'playlists' });
}

function playOrStop(context: CommandContext): void {
  const { through, selected, play, stop } = playlists(context);
  if (through) stop();
  else play(selected ?? undefined);
}

function exportPlaylist(context: CommandContext): void {
  playlists(context).setExportAs('reel');
  context.openDialog('export');
}

const command = (id: string, name: string, keys: Command['keys'], run: Command['run']): Command => ({
  id,
  name,
  group: 'playlists',
  keys,
  run,
});

/** Playlists: gathering, playing through, syncing, exporting. */
export const playlistsCommands: readonly Command[] = [
  command('playlists-panel', texts.panel, ['Shift+KeyY'], togglePanel),
  command('add-to-playlist', texts.add, ['Shift+KeyE'], (c) => playlists(c).addInHand()),
  command('play-playlist', texts.play, ['Shift+Space'], playOrStop),
  command('next-entry', texts.next, ['PageDown'], (c) => playlists(c).step(1)),
  command('previous-entry', texts.previous, ['PageUp'], (c) => playlists(c).step(-1)),
  command('sync-entry', texts.sync, ['Mod+F8'], (c) => playlists(c).syncHere()),
  command('make-playlist', texts.make, [], (c) => {
    layout(c).change({ view: 'review', leftPanel: 'playlists' });
    playlists(c).make(playlistsTexts.newName);
  }),
  command('export-playlist', texts.export, [], exportPlaylist),
];
