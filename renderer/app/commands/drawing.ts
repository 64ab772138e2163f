import { trackViews } from '#common/domain/index.ts';
import { commandTexts as texts } from '../../texts/app.ts';
import { drawingTexts, trackTexts } from '../../texts/drawing.ts';
import type { DrawingTool } from '../state/drawing-store.ts';
import type { Command, CommandContext } from './command.ts';

const drawing = ({ app }: CommandContext) => app.stores.drawing.getState();

const tools: readonly DrawingTool[] = [
  'select',
  'line',
  'arrow',
  'path',
  'ellipse',
  'text',
  'angle',
  'distance',
  'spotlight',
  'calibrate',
  'track',
  'chronometer',
];

/** The rest have Shift and a digit, by their place. */
const ownKeys: Partial<Record<DrawingTool, readonly string[]>> = {
  calibrate: [],
  track: ['Alt+KeyP'],
  chronometer: ['Alt+KeyC'],
};

/** Drawing and measuring. */
export const drawingCommands: readonly Command[] = [
  {
    id: 'drawing',
    name: texts.drawing,
    group: 'drawing',
    keys: ['KeyD'],
    run: (c) => drawing(c).setOn(!drawing(c).on),
  },
  ...tools.map(
    (tool, at): Command => ({
      id: `draw-${tool}`,
      name: texts.drawWith(drawingTexts.toolNames[tool]),
      group: 'drawing',
      keys: ownKeys[tool] ?? [`Shift+Digit${at + 1}`],
      run: (c) => drawing(c).choose(tool),
    }),
  ),
  ...trackViews.map(
    (trackView): Command => ({
      id: `track-view-${trackView}`,
      name: trackTexts.seen(trackTexts.views[trackView]),
      group: 'drawing',
      keys: [],
      run: (c) => drawing(c).changeTracks({ trackView }),
    }),
  ),
];
