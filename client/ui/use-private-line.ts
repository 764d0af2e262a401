import { useEffect, useState } from 'react';
import type { Conversation, LineActions } from '../live/private-line.ts';

type Refusal = Extract<Awaited<ReturnType<LineActions['say']>>, { ok: false }>['error'];

/** What is being typed on a private line 私线, and why the last word was not taken: what was refused goes back to where it was typed. */
export function useSay(actions: LineActions) {
  const [draft, setDraft] = useState('');
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const send = (words: string) => {
    if (words.trim() === '') return;
    setRefusal(null);
    if (words === draft) setDraft('');
    void actions.say(words.trim()).then((answer) => {
      if (answer.ok || answer.error.code === 'TIMEOUT') return;
      setRefusal(answer.error);
      setDraft((now) => (now === '' ? words : now));
    });
  };
  return { draft, setDraft, refusal, send };
}

/** What stands before one's eyes is read; a phone in a pocket reads nothing, and who only assists reads for nobody. */
export function useReading({ toRead }: Conversation, { read }: LineActions, reads = true): void {
  useEffect(() => {
    if (!reads || toRead === null) return;
    const look = () => document.visibilityState === 'visible' && read(toRead);
    look();
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, [toRead, read, reads]);
}
