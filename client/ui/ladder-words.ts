import type { LadderNow } from '../../shared/ladder.ts';
import type { LadderKey } from '../../shared/text/ladder.en.ts';

/** What a room gets and why not more, in words; null where there is nothing to say. */
export function ladderWords(text: (key: LadderKey) => string, now: LadderNow | null): string | null {
  if (now === null || now.reason === null) return null;
  return `${text(`ladder.step${now.step}`)} · ${text(`ladder.reason.${now.reason}`)}`;
}
