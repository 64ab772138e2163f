import { Copy, Trash2 } from 'lucide-react';
import type { CodeButton, CodeWindow } from '#common/domain/index.ts';
import { codeWindowEditorTexts as texts } from '../texts/code-window-editor.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { ColourField } from './colour-field.tsx';
import { acceptName, acceptSeconds, acceptText, DraftField } from './draft-field.tsx';
import { KeyField } from './key-field.tsx';
import { groupsOf } from './layout-edits.ts';
import { LinksField } from './links-field.tsx';

const kinds = ['code', 'label'] as const;
const modes = ['moment', 'toggle'] as const;

export type ButtonFieldsProps = {
  readonly window: CodeWindow;
  readonly button: CodeButton;
  /** The field makes edits of one field in a row one step of the history. */
  readonly change: (change: Partial<CodeButton>, field: string) => void;
  readonly onKey: (key: string | null) => void;
  readonly onDuplicate: () => void;
  readonly onRemove: () => void;
};

/** Everything about one button. */
export const ButtonFields = (props: ButtonFieldsProps) => {
  const { window, button, change, onKey, onDuplicate, onRemove } = props;
  const isCode = button.kind === 'code';
  return (
    <div className="editor__fields">
      <div className="editor__row">
        <Segmented
          label={texts.kind}
          value={button.kind}
          options={kinds.map((value) => ({ value, name: texts.kinds[value] }))}
          onChange={(kind) => change({ kind, exclusiveGroup: '' }, 'kind')}
        />
        <span className="editor__tools">
          <IconButton icon={Copy} label={texts.duplicate} onPress={onDuplicate} />
          <IconButton icon={Trash2} label={texts.remove} onPress={onRemove} />
        </span>
      </div>
      <div className="editor__pair">
        <DraftField
          label={isCode ? texts.codeName : texts.labelText}
          value={button.text}
          accept={acceptName}
          onChange={(text) => change({ text }, 'text')}
        />
        <KeyField window={window} buttonId={button.id} onKey={onKey} />
      </div>
      {isCode ? <CodeFields {...props} /> : <LabelFields {...props} />}
      <LinksField window={window} button={button} onChange={(links) => change({ links }, 'links')} />
    </div>
  );
};

const CodeFields = ({ window, button, change }: ButtonFieldsProps) => (
  <>
    <ColourField value={button.colour} onChange={(colour) => change({ colour }, 'colour')} />
    <div className="editor__row">
      <div className="editor__field">
        <span className="label">{texts.mode}</span>
        <Segmented
          label={texts.mode}
          value={button.mode}
          options={modes.map((value) => ({ value, name: texts.modes[value] }))}
          onChange={(mode) => change({ mode }, 'mode')}
        />
      </div>
      {button.mode === 'moment' && (
        <>
          <Seconds
            label={texts.lead}
            value={button.leadSeconds}
            onChange={(leadSeconds) => change({ leadSeconds }, 'lead')}
          />
          <Seconds
            label={texts.lag}
            value={button.lagSeconds}
            onChange={(lagSeconds) => change({ lagSeconds }, 'lag')}
          />
        </>
      )}
    </div>
    {button.mode === 'toggle' && (
      <>
        <DraftField
          label={texts.exclusive}
          value={button.exclusiveGroup}
          hint={texts.exclusiveHint}
          suggestions={groupsOf(window, 'exclusiveGroup', 'code')}
          accept={acceptText}
          onChange={(exclusiveGroup) => change({ exclusiveGroup }, 'exclusive')}
        />
        <p className="label">{texts.exclusiveHelp}</p>
      </>
    )}
  </>
);

type SecondsProps = {
  readonly label: string;
  readonly value: number;
  readonly onChange: (seconds: number) => void;
};

const Seconds = ({ label, value, onChange }: SecondsProps) => (
  <div className="editor__seconds">
    <DraftField
      label={label}
      value={String(value)}
      numeric
      accept={acceptSeconds}
      onChange={(typed) => onChange(Number(typed))}
    />
  </div>
);

const LabelFields = ({ window, button, change }: ButtonFieldsProps) => {
  const isOne = button.exclusiveGroup !== '';
  return (
    <div className="editor__pair">
      <DraftField
        label={texts.group}
        value={button.group}
        hint={texts.groupHint}
        suggestions={groupsOf(window, 'group', 'label')}
        accept={acceptText}
        onChange={(group) => change({ group, exclusiveGroup: isOne ? group : '' }, 'group')}
      />
      <label className="editor__check">
        <input
          type="checkbox"
          checked={isOne}
          disabled={button.group === ''}
          onChange={(event) => change({ exclusiveGroup: event.target.checked ? button.group : '' }, 'one')}
        />
        {texts.oneOfGroup}
      </label>
    </div>
  );
};
