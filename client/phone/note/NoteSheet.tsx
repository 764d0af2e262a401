import './note.css';
import { useEffect, useState } from 'react';
import type { SessionId } from '../../../shared/kernel/ids.ts';
import { browserEnvironment } from '../../live/environment.ts';
import type { HelperClient } from '../../live/helper-client.ts';
import { NoteClient, type NoteFacts } from '../../live/note/note-client.ts';
import { useText } from '../text.ts';

type Props = {
  readonly client: HelperClient;
  readonly sessionId: SessionId;
  readonly onBack: () => void;
};

/** The preparation note 备课笔记 on a helper's phone: read in one hand while it changes; written it is at a desk. */
export function NoteSheet({ client, sessionId, onBack }: Props) {
  const text = useText();
  const facts = useNote(client, sessionId);
  return (
    <main className="page note">
      <header>
        <p className="place">
          {text('note.title')}
          <button type="button" className="leave" onClick={onBack}>
            {text('phone.who.back')}
          </button>
        </p>
        <p className="quiet">{text('note.phone')}</p>
      </header>
      {facts?.state === 'refused' && facts.error !== null ? (
        <p className="notice" role="alert">
          {text('phone.refused', { why: text(`error.${facts.error.code}`, facts.error.params) })}
        </p>
      ) : facts?.state !== 'open' ? (
        <p role="status">{text('note.opening')}</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by a keyboard too
        <section className="note-words" tabIndex={0} aria-label={text('note.title')}>
          <bdi>{facts.words.trim() === '' ? text('note.empty') : facts.words}</bdi>
        </section>
      )}
      {facts !== null && facts.editors.here.length > 0 && (
        <p className="quiet">{text('note.here', { names: facts.editors.here.join('、') })}</p>
      )}
    </main>
  );
}

function useNote(client: HelperClient, sessionId: SessionId): NoteFacts | null {
  const [facts, setFacts] = useState<NoteFacts | null>(null);
  useEffect(() => {
    const note = new NoteClient({
      // The phone's own line, which stands before and after the note.
      line: {
        on: (name, listener) => client.on(name, listener),
        link: client.link,
        request: (name, body) => client.request(name, body),
        open: () => undefined,
        close: () => void client.request('note.close', { sessionId }),
      },
      environment: browserEnvironment(),
      sessionId,
    });
    setFacts(note.facts.get());
    const stop = note.facts.subscribe(() => setFacts(note.facts.get()));
    return () => {
      stop();
      note.close();
    };
  }, [client, sessionId]);
  return facts;
}
