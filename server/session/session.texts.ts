import { createHash } from 'node:crypto';
import type { SessionEvent } from '../../shared/session/session.events.ts';
import { BrokenChainError } from './session.chain.ts';
import type { SaltedText } from './session.types.ts';

/** What a log keeps of words: enough to prove them, too little to find them. */
export const hashOfText = ({ salt, text }: Pick<SaltedText, 'salt' | 'text'>): string =>
  createHash('sha256').update(`${salt}\n${text}`).digest('hex');

/**
 * Events with their words again. Words that are gone were erased, and nobody is the wiser; words that are not what was written are damage:
 * throws `BrokenChainError`.
 */
export function withWords(events: readonly SessionEvent[], texts: readonly SaltedText[]): SessionEvent[] {
  const known = new Map<string, SaltedText>(texts.map((text) => [text.id, text]));
  return events.map((event) => {
    if (event.type !== 'line.said') return event;
    const text = known.get(event.body.textId);
    if (text === undefined) return event;
    if (hashOfText(text) !== event.body.textHash)
      throw new BrokenChainError(event.sessionId, event.seq, 'words');
    return { ...event, words: text.text };
  });
}
