import type { z } from 'zod';
import type { SessionId } from '../../shared/kernel/ids.ts';
import type { Result } from '../../shared/kernel/result.ts';
import type { CaptionOrigin, captionWish } from '../../shared/session/session.caption.ts';
import type { Actor } from '../identity/identity.types.ts';
import type { RequestContext } from '../platform/ports.ts';

export type CaptionLine = z.infer<typeof captionWish> & { readonly sessionId: SessionId };

/** Writes a line into its lesson, with the right of whoever is behind it. */
export type HandOver = (
  behind: RequestContext<Actor>,
  line: CaptionLine,
  origin: CaptionOrigin,
) => Promise<Result<Record<string, never>>>;

/**
 * 字幕来源: whoever or whatever says line by line what is being said. A person who types is one; what recognizes speech would be another,
 * that listens to the lesson's voice from `begin` on.
 */
export interface CaptionSource {
  readonly origin: CaptionOrigin;
  /** From now on lines are handed over. Returns the function that ends it. */
  begin(hand: HandOver): () => void;
}
