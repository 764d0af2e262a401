import { createHash } from 'node:crypto';
import type { TextId } from '../../shared/kernel/ids.ts';
import type { SessionEvent } from '../../shared/session/session.events.ts';
import { BrokenChainError } from './session.chain.ts';
import type { SaltedText } from './session.types.ts';

/** What a log keeps of words: enough to prove them, too little to find them. */
export const hashOfText = ({ salt, text }: Pick<SaltedText, 'salt' | 'text'>): string =>
  createHash('sha256').update(`${salt}\n${text}`).digest('hex');

/** Which words an event keeps; null for one without any. */
export function textIn(event: SessionEvent): { readonly textId: TextId; readonly textHash: string } | null {
  if (event.type === 'line.said' || event.type === 'notice.said' || event.type === 'caption.said')
    return event.body;
  if (event.type !== 'question.asked') return null;
  const { textId, textHash } = event.body;
  return textId === null || textHash === null ? null : { textId, textHash };
}

/**
 * Events with their words again. Words that are gone were erased, and nobody is the wiser; words that are not what was written are damage:
 * throws `BrokenChainError`.
 */
export function withWords(events: readonly SessionEvent[], texts: readonly SaltedText[]): SessionEvent[] {
  const known = new Map<string, SaltedText>(texts.map((text) => [text.id, text]));
  return events.map((event) => {
    const reference = textIn(event);
    const text = reference === null ? undefined : known.get(reference.textId);
    if (reference === null || text === undefined) return event;
    if (hashOfText(text) !== reference.textHash)
      throw new BrokenChainError(event.sessionId, event.seq, 'words');
    return { ...event, words: text.text };
  });
}
