import './note.css';
import { type ChangeEvent, type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { SessionId } from '../../../shared/kernel/ids.ts';
import { NOTE_CHARS_MAX } from '../../../shared/note.ts';
import { browserEnvironment } from '../../live/environment.ts';
import { NoteClient, type NoteFacts } from '../../live/note/note-client.ts';
import { Signalling } from '../../live/signalling.ts';
import { socketIoWire } from '../../live/socket-io-wire.ts';
import { useReadable } from '../../ui/use-readable.ts';
import { dateTimeText } from '../shell/format.ts';
import { errorText, useLanguage, useText } from '../text.ts';

/** The note of one lesson, for as long as it is on the page. */
export function NoteEditor({ sessionId }: { readonly sessionId: SessionId }) {
  const [client, setClient] = useState<NoteClient | null>(null);
  useEffect(() => {
    const environment = browserEnvironment();
    const signalling = new Signalling(environment, socketIoWire({ door: 'console' }));
    const made = new NoteClient({ line: signalling, environment, sessionId });
    setClient(made);
    return () => made.close();
  }, [sessionId]);
  return client === null ? null : <Open client={client} />;
}

function Open({ client }: { readonly client: NoteClient }) {
  const t = useText();
  const facts = useReadable(client.facts);
  const { state, mayWrite, saved } = facts;
  useEffect(() => {
    if (saved) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [saved]);
  return (
    <section className="note">
      {mayWrite || state !== 'open' ? (
        <Writing client={client} facts={facts} />
      ) : (
        <>
          <p className="quiet">{t('note.readOnly')}</p>
          <p className="note-words">{facts.words}</p>
        </>
      )}
      <Saved facts={facts} />
      <Editors facts={facts} />
    </section>
  );
}

/**
 * What the browser shows is this end's until the next word from elsewhere; while an input method composes a character nothing from
 * elsewhere comes between, or the character would be lost.
 */
function Writing({ client, facts }: { readonly client: NoteClient; readonly facts: NoteFacts }) {
  const t = useText();
  const area = useRef<HTMLTextAreaElement>(null);
  const composing = useRef(false);
  const places = useRef<readonly (() => number)[]>([]);
  const { words, state } = facts;

  const remember = () => {
    const { selectionStart, selectionEnd } = area.current ?? { selectionStart: 0, selectionEnd: 0 };
    places.current = [client.placeAt(selectionStart), client.placeAt(selectionEnd)];
  };
  const write = (field: HTMLTextAreaElement) => {
    client.wrote(field.value, field.selectionStart);
    remember();
  };
  useLayoutEffect(() => {
    const field = area.current;
    if (field === null || composing.current || field.value === words) return;
    field.value = words;
    const [start, end] = places.current;
    if (start !== undefined && end !== undefined) field.setSelectionRange(start(), end());
  }, [words]);

  const change = (event: ChangeEvent<HTMLTextAreaElement>) => {
    if (!composing.current) write(event.currentTarget);
  };
  // The browser's own undo knows nothing of what others wrote in between.
  const press = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    const key = event.key.toLowerCase();
    if (key !== 'z' && key !== 'y') return;
    event.preventDefault();
    if (key === 'y' || event.shiftKey) client.redo();
    else client.undo();
  };
  return (
    <textarea
      ref={area}
      className="note-area"
      aria-label={t('note.title')}
      placeholder={t('note.placeholder')}
      maxLength={NOTE_CHARS_MAX}
      readOnly={state !== 'open'}
      onChange={change}
      onSelect={remember}
      onKeyDown={press}
      onCompositionStart={() => {
        composing.current = true;
      }}
      onCompositionEnd={(event) => {
        composing.current = false;
        write(event.currentTarget);
      }}
    />
  );
}

function Saved({ facts }: { readonly facts: NoteFacts }) {
  const t = useText();
  const { state, saved, online, error } = facts;
  const words =
    error !== null
      ? t('note.refused', { reason: errorText(t, error) })
      : state === 'opening'
        ? t('note.opening')
        : saved
          ? t('note.saved')
          : t(online ? 'note.saving' : 'note.unsaved');
  const tone = error !== null ? 'trouble' : saved || online ? 'well' : 'waiting';
  return (
    <p className="note-state" role="status" data-tone={tone}>
      {words}
    </p>
  );
}

function Editors({ facts }: { readonly facts: NoteFacts }) {
  const t = useText();
  const { here, earlier } = facts.editors;
  const comma = t('app.listComma');
  const locale = useLanguage((language) => language.locale);
  const before = earlier.map(({ name, atMs }) =>
    t('note.earlierOne', { name, time: dateTimeText(atMs, locale) }),
  );
  return (
    <div className="note-people quiet">
      {here.length > 0 && <p>{t('note.here', { names: here.join(comma) })}</p>}
      {before.length > 0 && <p>{t('note.earlier', { names: before.join(comma) })}</p>}
    </div>
  );
}
