import './line.css';
import { type FormEvent, type ReactNode, useEffect, useRef } from 'react';
import { LINE_TEXT_MAX } from '../../../shared/session/session.line.ts';
import type { Conversation, LineActions, LineEntry } from '../../live/private-line.ts';
import { useReading, useSay } from '../../ui/use-private-line.ts';
import { useText } from '../text.ts';

type Props = {
  /** Whom one writes to. */
  readonly who: string;
  readonly conversation: Conversation;
  readonly actions: LineActions;
  /** Nothing more can be said. */
  readonly closed: boolean;
  readonly onBack: () => void;
  /** What else the head offers. */
  readonly more?: ReactNode;
};

const ready = ['1', '2', '3', '4'] as const;

/** 私线 on a phone: what was said, ready phrases, and one line to write. */
export function LineSheet({ who, conversation, actions, closed, onBack, more }: Props) {
  const text = useText();
  const { draft, setDraft, refusal, send } = useSay(actions);
  useReading(conversation, actions);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    send(draft);
  };
  return (
    <main className="page line">
      <header>
        <p className="place">
          {text('line.with', { who })}
          <button type="button" className="leave" onClick={onBack}>
            {text('phone.who.back')}
          </button>
        </p>
        <p className="quiet">{text('line.private')}</p>
        {more}
      </header>
      <Entries entries={conversation.entries} who={who} />
      {closed ? (
        <p className="notice">{text('line.ended')}</p>
      ) : (
        <>
          {refusal !== null && (
            <p className="notice" role="alert">
              {text('line.refused', {
                why: text(`error.${refusal.code}`, refusal.params),
              })}
            </p>
          )}
          <fieldset className="line-ready" aria-label={text('line.ready')}>
            {ready.map((each) => {
              const words = text(`line.ready.${conversation.side}.${each}`);
              return (
                <button key={each} type="button" onClick={() => send(words)}>
                  {words}
                </button>
              );
            })}
          </fieldset>
          <form className="line-write" onSubmit={submit}>
            <input
              value={draft}
              maxLength={LINE_TEXT_MAX}
              aria-label={text('line.write', { who })}
              placeholder={text('line.write', { who })}
              autoComplete="off"
              enterKeyHint="send"
              onChange={(event) => setDraft(event.target.value)}
            />
            <button type="submit" className="main" disabled={draft.trim() === ''}>
              {text('line.send')}
            </button>
          </form>
        </>
      )}
    </main>
  );
}

function Entries({ entries, who }: { readonly entries: readonly LineEntry[]; readonly who: string }) {
  const text = useText();
  const end = useRef<HTMLOListElement>(null);
  const count = entries.length;
  useEffect(() => {
    if (count > 0) end.current?.scrollTo({ top: end.current.scrollHeight });
  }, [count]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by a keyboard too
    <ol className="line-said" ref={end} tabIndex={0} aria-live="polite" aria-label={text('line.title')}>
      {count === 0 && <li className="quiet">{text('line.none')}</li>}
      {entries.map((each) => (
        <li key={each.key} data-own={each.own} data-saved={each.saved}>
          <small>
            {each.own ? text('line.you') : who}
            {!each.saved && ` · ${text('line.unsaved')}`}
            {each.seen && ` · ${text('line.read')}`}
          </small>
          <bdi>{each.words ?? text('line.erased')}</bdi>
        </li>
      ))}
    </ol>
  );
}
