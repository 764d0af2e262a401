import './keypad.css';
import { useText } from './text.ts';

type Props = {
  readonly value: string;
  readonly maxLength: number;
  readonly onChange: (value: string) => void;
  readonly submit: string;
  readonly canSubmit: boolean;
  readonly onSubmit: () => void;
};

const digits = ['1', '2', '3', '4', '5', '6', '7', '8', '9'];

/** Large keys for one thumb: the system's keyboard would cover half the page. */
export function Keypad({ value, maxLength, onChange, submit, canSubmit, onSubmit }: Props) {
  const text = useText();
  const key = (digit: string) => (
    <button
      key={digit}
      type="button"
      className="key"
      onClick={() => onChange((value + digit).slice(0, maxLength))}
    >
      {digit}
    </button>
  );
  return (
    <div className="keypad">
      {digits.map(key)}
      <button
        type="button"
        className="key"
        aria-label={text('phone.key.delete')}
        onClick={() => onChange(value.slice(0, -1))}
      >
        ⌫
      </button>
      {key('0')}
      <button type="button" className="key main" disabled={!canSubmit} onClick={onSubmit}>
        {submit}
      </button>
    </div>
  );
}
