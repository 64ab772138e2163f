type OptionProps = {
  readonly name: string;
  readonly checked: boolean;
  readonly disabled?: boolean;
  readonly onChange: (checked: boolean) => void;
};

export const Option = ({ name, checked, disabled = false, onChange }: OptionProps) => (
  <label className="handover__option">
    <input
      type="checkbox"
      checked={checked}
      disabled={disabled}
      onChange={(event) => onChange(event.target.checked)}
    />
    {name}
  </label>
);
