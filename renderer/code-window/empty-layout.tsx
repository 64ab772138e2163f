import { sportLayouts } from '#common/domain/index.ts';
import { useApp, useDialog } from '../app/state/context.tsx';
import { codeWindowTexts as texts } from '../texts/code-window.ts';
import { emptyLayout } from './empty-window.ts';
import { ImportLayout } from './import-layout.tsx';

/** What to do while a project has no layout. */
export const EmptyLayout = () => {
  const { stores } = useApp();
  const openDialog = useDialog((state) => state.open);
  const { copyLayout } = stores.codeWindow.getState();
  return (
    <div className="code-window__empty">
      <p>{texts.emptyTitle}</p>
      <div className="code-window__sports">
        {sportLayouts.map((layout) => (
          <button
            key={layout.id}
            type="button"
            className="button"
            onClick={() => copyLayout(layout, texts.edits.chooseLayout(layout.name))}
          >
            {layout.name}
          </button>
        ))}
      </div>
      <div className="code-window__own">
        <button
          type="button"
          className="button"
          onClick={() => {
            const made = copyLayout(emptyLayout(), texts.edits.newLayout(texts.ownLayout));
            if (made !== null) openDialog('code-window-editor');
          }}
        >
          {texts.emptyOwn}
        </button>
        <ImportLayout />
      </div>
      <p className="label">{texts.emptyOr}</p>
    </div>
  );
};
