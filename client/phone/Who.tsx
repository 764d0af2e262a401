import './who.css';
import { type FormEvent, useState } from 'react';
import type { Helper, PhoneChoice } from '../../shared/phone.ts';
import { Keypad } from './Keypad.tsx';
import type { PhoneFacts } from './phone-app.ts';
import { useText } from './text.ts';

type Props = {
  readonly facts: PhoneFacts & { screen: 'who' };
  readonly onEnter: (as: Helper) => void;
};
type Step =
  | { readonly at: 'list' }
  | { readonly at: 'pin'; readonly person: PhoneChoice['staff'][number] }
  | { readonly at: 'name' };

/** Who holds this phone: somebody of this school's staff with their PIN, or a substitute by name. */
export function Who({ facts, onEnter }: Props) {
  const text = useText();
  const [step, setStep] = useState<Step>({ at: 'list' });
  const { choice, busy, refusal } = facts;
  const back = () => setStep({ at: 'list' });
  return (
    <main className="page who">
      <header>
        <p className="place">
          {choice.room === null
            ? text('phone.who.lectern')
            : `${choice.room.schoolName} · ${choice.room.name}`}
        </p>
        <p className="quiet">
          {choice.lesson.subject} {choice.lesson.grade} · {choice.lesson.lecturerName}
        </p>
      </header>
      {step.at === 'list' && <Names choice={choice} onStep={setStep} />}
      {step.at === 'pin' && (
        <Pin
          name={step.person.name}
          busy={busy}
          refusal={refusal}
          onBack={back}
          onPin={(pin) => onEnter({ kind: 'staff', personId: step.person.personId, pin })}
        />
      )}
      {step.at === 'name' && (
        <Name
          busy={busy}
          refusal={refusal}
          onBack={back}
          onName={(name) => onEnter({ kind: 'substitute', name })}
        />
      )}
    </main>
  );
}

function Names({ choice, onStep }: { choice: PhoneChoice; onStep: (step: Step) => void }) {
  const text = useText();
  const nobody = choice.room === null ? 'phone.who.nobodyLectern' : 'phone.who.nobody';
  return (
    <>
      <h1>{text('phone.who.title')}</h1>
      {choice.taken && <p className="notice">{text('phone.who.taken')}</p>}
      <div className="names">
        {choice.staff.length === 0 && <p className="quiet">{text(nobody)}</p>}
        {choice.staff.map((person) => (
          <button key={person.personId} type="button" onClick={() => onStep({ at: 'pin', person })}>
            {person.name}
          </button>
        ))}
      </div>
      {choice.room !== null && (
        <button type="button" className="second" onClick={() => onStep({ at: 'name' })}>
          {text('phone.who.substitute')}
        </button>
      )}
    </>
  );
}

type Refusal = (PhoneFacts & { screen: 'who' })['refusal'];

function Refused({ refusal }: { readonly refusal: Refusal }) {
  const text = useText();
  if (refusal === null) return null;
  const words =
    refusal === 'WRONG_CREDENTIALS'
      ? text('phone.pin.wrong')
      : refusal === 'TOO_MANY_TRIES'
        ? text('phone.pin.tooMany')
        : text(`error.${refusal}`);
  return (
    <p className="notice" role="alert">
      {words}
    </p>
  );
}

type PinProps = {
  readonly name: string;
  readonly busy: boolean;
  readonly refusal: Refusal;
  readonly onBack: () => void;
  readonly onPin: (pin: string) => void;
};

function Pin({ name, busy, refusal, onBack, onPin }: PinProps) {
  const text = useText();
  const [pin, setPin] = useState('');
  return (
    <>
      <h1>{text('phone.pin.title', { name })}</h1>
      <p className="dots" role="status" aria-label={text('phone.pin.entered', { count: pin.length })}>
        {'●'.repeat(pin.length) || ' '}
      </p>
      <Refused refusal={busy ? null : refusal} />
      <Keypad
        value={pin}
        maxLength={8}
        onChange={setPin}
        submit={text('phone.who.enter')}
        canSubmit={!busy && pin.length >= 4}
        onSubmit={() => {
          onPin(pin);
          setPin('');
        }}
      />
      <button type="button" className="second" onClick={onBack}>
        {text('phone.who.back')}
      </button>
    </>
  );
}

type NameProps = Omit<PinProps, 'name' | 'onPin'> & { readonly onName: (name: string) => void };

function Name({ busy, refusal, onBack, onName }: NameProps) {
  const text = useText();
  const [name, setName] = useState('');
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== '') onName(name.trim());
  };
  return (
    <form className="name" onSubmit={send}>
      <h1>{text('phone.who.substitute')}</h1>
      <label>
        {text('phone.who.name')}
        <input
          value={name}
          maxLength={40}
          autoComplete="name"
          onChange={(event) => setName(event.target.value)}
        />
      </label>
      <Refused refusal={busy ? null : refusal} />
      <button type="submit" className="main" disabled={busy || name.trim() === ''}>
        {text('phone.who.enter')}
      </button>
      <button type="button" className="second" onClick={onBack}>
        {text('phone.who.back')}
      </button>
    </form>
  );
}
