import { useState } from 'react';
import type { ConfirmationFields } from '../../shared/session/session.events.ts';
import { Confirm } from './Confirm.tsx';
import type { Helping } from './helping.rules.ts';
import { useText } from './text.ts';

type Props = {
  readonly helping: Pick<Helping, 'confirmation'>;
  readonly onConfirm: (said: ConfirmationFields) => void;
};

/** After the end: what became of the lesson, and what was said of it. */
export function After({ helping, onConfirm }: Props) {
  const text = useText();
  const [changing, setChanging] = useState(false);
  const { confirmation } = helping;
  if (confirmation === null || changing)
    return (
      <Confirm
        before={confirmation?.value ?? null}
        onConfirm={(said) => {
          setChanging(false);
          onConfirm(said);
        }}
      />
    );
  const { outcome, cause } = confirmation.value;
  const why = cause === null ? '' : ` · ${text(`phone.cause.${cause}`)}`;
  return (
    <section className="block thanks" data-saved={confirmation.saved}>
      {confirmation.saved && <h2>{text('phone.thanks.title')}</h2>}
      <p className="figure">{text(`phone.confirm.${outcome}`) + why}</p>
      <p className="quiet">{text('phone.thanks.until')}</p>
      <button type="button" onClick={() => setChanging(true)}>
        {text('phone.thanks.change')}
      </button>
    </section>
  );
}
