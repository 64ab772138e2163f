import { type CodeWindow, sportLayouts } from '#common/domain/index.ts';
import { codeWindowTexts } from '../texts/code-window.ts';
import { codeWindowEditorTexts as texts } from '../texts/code-window-editor.ts';
import { Segmented } from '../ui/segmented.tsx';
import { acceptName, acceptText, DraftField } from './draft-field.tsx';

const columns = ['1', '2', '3', '4'] as const;

export type LayoutFieldsProps = {
  readonly window: CodeWindow;
  readonly put: (changed: CodeWindow, title: string, field: string) => unknown;
};

/** What is said of a layout as a whole. */
export const LayoutFields = ({ window, put }: LayoutFieldsProps) => {
  const change = (changed: Partial<CodeWindow>, field: string) =>
    put({ ...window, ...changed }, codeWindowTexts.edits.changeLayout(changed.name ?? window.name), field);
  return (
    <div className="editor__layout">
      <DraftField
        label={texts.name}
        value={window.name}
        accept={acceptName}
        onChange={(name) => change({ name }, 'name')}
      />
      <DraftField
        label={texts.sport}
        value={window.sport}
        suggestions={sportLayouts.map(({ sport }) => sport)}
        accept={acceptText}
        onChange={(sport) => change({ sport }, 'sport')}
      />
      <div className="editor__field">
        <span className="label">{texts.columns}</span>
        <Segmented
          label={texts.columns}
          value={columns.find((each) => each === String(window.columns)) ?? '4'}
          options={columns.map((value) => ({ value, name: value }))}
          onChange={(value) => change({ columns: Number(value) }, 'columns')}
        />
      </div>
    </div>
  );
};
