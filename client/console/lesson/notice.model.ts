import type { JoinedSession, LinkState, OwnStream, PendingCommand } from '../../live/live.types.ts';
import { worthSaving } from '../../live/private-line.ts';

/** What stands in the way of the lesson now, worst first; at most one of the first four at a time. */
export type Notice =
  | { readonly kind: 'lineLost' | 'allLost' | 'mediaLost' | 'mediaUnavailable'; readonly sinceMs: number }
  | { readonly kind: 'sendingFailed'; readonly source: Exclude<OwnStream['source'], 'line'> }
  | { readonly kind: 'unsaved'; readonly count: number };

type Facts = {
  readonly link: LinkState;
  readonly session: JoinedSession;
  readonly own: readonly OwnStream[];
  readonly pending: readonly PendingCommand[];
  /** Server time: what waits is dated by it. */
  readonly nowMs: number;
  /** This machine's time, by which the line is measured; it may be wrong by any length. */
  readonly hereMs: number;
};

/** A hiccup shorter than this heals before anybody has read about it. */
const WORTH_SAYING_MS = 1_500;
/** A command that is merely on its way is not "not saved". */
const UNSAVED_MS = 2_000;

export function noticesOf(facts: Facts): Notice[] {
  const notices: Notice[] = [];
  const line = lineNotice(facts);
  if (line !== null) notices.push(line);
  for (const own of facts.own)
    if (own.state === 'failed' && own.source !== 'line')
      notices.push({ kind: 'sendingFailed', source: own.source });
  const unsaved = worthSaving(facts.pending).filter((each) => facts.nowMs - each.askedAtMs > UNSAVED_MS);
  if (unsaved.length > 0) notices.push({ kind: 'unsaved', count: unsaved.length });
  return notices;
}

function lineNotice({ link, session, hereMs }: Facts): Notice | null {
  const worth = (sinceMs: number) => hereMs - sinceMs >= WORTH_SAYING_MS;
  const { media } = session;
  if (link.state === 'reconnecting' && worth(link.sinceMs))
    return { kind: media.state === 'connected' ? 'lineLost' : 'allLost', sinceMs: link.sinceMs };
  if (media.state === 'lost' && worth(media.sinceMs)) return { kind: 'mediaLost', sinceMs: media.sinceMs };
  if (media.state === 'unavailable' && worth(media.sinceMs))
    return { kind: 'mediaUnavailable', sinceMs: media.sinceMs };
  return null;
}

/** How an own stream stands, in one word for its button. `waiting`: nobody receives it, whatever the button says. */
export type Sending = 'off' | 'muted' | 'live' | 'waiting' | 'failed';

export function sendingOf(own: readonly OwnStream[], source: OwnStream['source']): Sending {
  const stream = own.find((each) => each.source === source);
  if (stream === undefined) return 'off';
  if (stream.state === 'failed') return 'failed';
  if (stream.muted) return 'muted';
  return stream.state === 'live' ? 'live' : 'waiting';
}
