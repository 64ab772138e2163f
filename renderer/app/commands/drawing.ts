import { commandTexts as texts } from '../../texts/app.ts';
import { drawingTexts } from '../../texts/drawing.ts';
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
];

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
      keys: tool === 'calibrate' ? [] : [`Shift+Digit${at + 1}`],
      run: (c) => drawing(c).choose(tool),
    }),
  ),
];
