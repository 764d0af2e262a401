import './caption.css';
import '../../../ui/captions/caption-fonts.css';
import { type KeyboardEvent, useRef, useState } from 'react';
import {
  directionOf,
  ownNames,
  type TeachingLanguage,
  teachingLanguages,
} from '../../../../shared/caption/language.ts';
import type { Result } from '../../../../shared/kernel/result.ts';
import { CAPTION_TEXT_MAX, type CaptionsView } from '../../../../shared/session/session.caption.ts';
import { errorText, useText } from '../../text.ts';
import { type Desk, typingMsOf, withLanguage } from './captions.model.ts';

export type SayCaption = (line: {
  readonly language: TeachingLanguage;
  readonly text: string;
  readonly typingMs: number;
}) => Promise<Result<unknown>>;

type DeskProps = {
  readonly desk: Desk;
  readonly shown: CaptionsView;
  readonly onDesk: (desk: Desk) => void;
  readonly onSay: SayCaption;
};

/** Where somebody beside the lecturer types what is said: one field a language, Enter shows the line. Plain elements, since it may stand in a window of its own. */
export function CaptionDesk({ desk, shown, onDesk, onSay }: DeskProps) {
  const t = useText();
  const [trouble, setTrouble] = useState<string | null>(null);
  const say: SayCaption = async (line) => {
    const answer = await onSay(line);
    setTrouble(answer.ok ? null : errorText(t, answer.error));
    return answer;
  };
  const [first, second] = desk;
  return (
    <div className="caption-desk">
      <p className="quiet">{t('caption.how')}</p>
      <LineField key={first} language={first} onSay={say} autoFocus />
      {second !== null && <LineField key={second} language={second} onSay={say} />}
      {trouble !== null && (
        <p role="alert" className="caption-trouble">
          {trouble}
        </p>
      )}
      <p className="caption-keys quiet">{t('caption.keys')}</p>
      <div className="caption-languages">
        <LanguageChoice
          label={t('caption.first')}
          value={first}
          onChange={(each) => onDesk(withLanguage(desk, 0, each))}
        />
        <LanguageChoice
          label={t('caption.second')}
          value={second}
          none
          onChange={(each) => onDesk(withLanguage(desk, 1, each))}
        />
      </div>
      <section aria-label={t('caption.shown')} className="caption-shown">
        <h3>{t('caption.shown')}</h3>
        {shown.length === 0 && <p className="quiet">{t('caption.nothing')}</p>}
        {shown.map(({ language, lines }) => (
          <div key={language} lang={language} dir={directionOf(language)}>
            {lines.map(({ words, saidAtMs }) => (
              <p key={saidAtMs}>{words ?? t('caption.erased')}</p>
            ))}
          </div>
        ))}
      </section>
    </div>
  );
}

type FieldProps = {
  readonly language: TeachingLanguage;
  readonly onSay: SayCaption;
  readonly autoFocus?: boolean;
};

function LineField({ language, onSay, autoFocus = false }: FieldProps) {
  const t = useText();
  const [draft, setDraft] = useState('');
  const began = useRef<number | null>(null);
  const last = useRef('');
  const write = (text: string) => {
    began.current = text === '' ? null : (began.current ?? performance.now());
    setDraft(text);
  };
  const send = () => {
    const text = draft.trim();
    if (text === '') return;
    const typingMs = typingMsOf(began.current, performance.now());
    last.current = text;
    write('');
    void onSay({ language, text, typingMs }).then((answer) => {
      // What was refused is not to be typed again.
      if (!answer.ok && answer.error.code !== 'TIMEOUT') setDraft((now) => (now === '' ? text : now));
    });
  };
  const back = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowUp' || !event.ctrlKey || last.current === '') return;
    event.preventDefault();
    write(last.current);
  };
  const name = t(`language.${language}`);
  return (
    <form
      className="caption-line"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <input
        value={draft}
        lang={language}
        dir={directionOf(language)}
        maxLength={CAPTION_TEXT_MAX}
        aria-label={t('caption.line', { language: name })}
        placeholder={`${name} · ${t('caption.write')}`}
        autoComplete="off"
        // biome-ignore lint/a11y/noAutofocus: whoever opens this has come to type
        autoFocus={autoFocus}
        onChange={(event) => write(event.target.value)}
        onKeyDown={back}
      />
      <button type="submit" tabIndex={-1} disabled={draft.trim() === ''}>
        {t('caption.send')}
      </button>
    </form>
  );
}

type ChoiceProps = {
  readonly label: string;
  readonly value: TeachingLanguage | null;
  readonly none?: true;
  readonly onChange: (language: TeachingLanguage | null) => void;
};

function LanguageChoice({ label, value, none, onChange }: ChoiceProps) {
  const t = useText();
  return (
    <label>
      {label}
      <select
        value={value ?? ''}
        onChange={({ target }) => onChange(teachingLanguages.find((each) => each === target.value) ?? null)}
      >
        {none && <option value="">{t('caption.none')}</option>}
        {teachingLanguages.map((each) => (
          <option key={each} value={each}>
            {t(`language.${each}`)} {ownNames[each]}
          </option>
        ))}
      </select>
    </label>
  );
}
