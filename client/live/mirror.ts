import { applyMessage } from '../../shared/session/session.news.ts';
import type { SessionView, ViewEnvelope, ViewSnapshot } from '../../shared/session/session.view.ts';

/** The session as this client knows it: the view after event `seq`. */
export type Mirror = { readonly seq: number; readonly view: SessionView };

export type MirrorStep =
  | { readonly state: 'applied'; readonly mirror: Mirror }
  /** Already known: a repetition after catching up. */
  | { readonly state: 'stale' }
  /** Something between was missed; only catching up helps. */
  | { readonly state: 'gap' };

export const mirrorOf = (snapshot: ViewSnapshot): Mirror => ({ seq: snapshot.seq, view: snapshot.view });

/** News onto a mirror. What does not fit exactly is never guessed at. */
export function receiveNews(mirror: Mirror, envelope: ViewEnvelope): MirrorStep {
  if (envelope.seq <= mirror.seq) return { state: 'stale' };
  if (envelope.afterSeq !== mirror.seq) return { state: 'gap' };
  return {
    state: 'applied',
    mirror: { seq: envelope.seq, view: envelope.messages.reduce(applyMessage, mirror.view) },
  };
}
