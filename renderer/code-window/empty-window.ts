import type { CodeWindow } from '#common/domain/index.ts';
import { codeWindowTexts as texts } from '../texts/code-window.ts';

/** A layout without buttons, to be copied into the project. */
export const emptyLayout = (): CodeWindow => ({
  kind: 'code-window',
  id: 'empty',
  name: texts.ownLayout,
  sport: '',
  columns: 2,
  buttons: [],
});
