import type { Stay } from '../../shared/attendance.ts';
import type { ConnectionId, StreamId } from '../../shared/kernel/ids.ts';
import { type Interval, intersect, intervalOf } from '../../shared/kernel/intervals.ts';
import type { EventOf, SeatKey, SessionEvent } from '../../shared/session/session.events.ts';

/** How a connection came to its end; `open` while it has none. */
export type Ending = Extract<Stay['ending'], { kind: 'lost' | 'left' }> | { readonly kind: 'open' };

/** One connection's whole life, whatever the lesson was doing. */
export type ConnectionSpan = {
  readonly seat: SeatKey;
  /** By whose right a phone sat there; null for everybody else. */
  readonly grantId: string | null;
  readonly present: Interval;
  readonly ending: Ending;
  readonly media: readonly Interval[];
  /** Camera on air and media connected. */
  readonly camera: readonly Interval[];
};

type Draft = Pick<ConnectionSpan, 'seat' | 'grantId'> & {
  readonly joinedAtMs: number;
  readonly media: Interval[];
  readonly camera: Interval[];
  readonly cameras: Map<StreamId, number>;
  mediaSinceMs: number | null;
};

/**
 * The connections of a session with what each of them carried. Measured by `occurredAtMs`. What is still open lasts until `openUntilMs`.
 * An event about a connection or stream that is unknown by then changes nothing, as in the fold.
 */
export function connectionSpans(events: readonly SessionEvent[], openUntilMs: number): ConnectionSpan[] {
  const drafts = new Map<ConnectionId, Draft>();
  const spans: ConnectionSpan[] = [];
  const finish = (id: ConnectionId, atMs: number, ending: Ending): void => {
    const draft = drafts.get(id);
    if (draft === undefined) return;
    drafts.delete(id);
    spans.push(closed(draft, atMs, ending));
  };
  for (const event of events) {
    const atMs = event.occurredAtMs;
    switch (event.type) {
      case 'presence.joined':
        join(drafts, event.body.connectionId, newDraft(event));
        break;
      case 'presence.lost':
        finish(event.body.connectionId, atMs, { kind: 'lost', cause: event.body.cause });
        break;
      case 'presence.left':
        finish(event.body.connectionId, atMs, { kind: 'left', reason: event.body.reason });
        break;
      default:
        carry(drafts, event);
    }
  }
  for (const id of [...drafts.keys()]) finish(id, openUntilMs, { kind: 'open' });
  return spans;
}

/** A second join of a live connection goes on with its stay, but its media has to be connected anew. */
function join(drafts: Map<ConnectionId, Draft>, id: ConnectionId, fresh: Draft): void {
  const known = drafts.get(id);
  if (known === undefined) drafts.set(id, fresh);
  else endMedia(known, fresh.joinedAtMs);
}

function newDraft({ body, actorKind, actorId, occurredAtMs }: EventOf<'presence.joined'>): Draft {
  return {
    seat: body.seat,
    grantId: actorKind === 'phone' ? actorId : null,
    joinedAtMs: occurredAtMs,
    ...{ media: [], camera: [], cameras: new Map(), mediaSinceMs: null },
  };
}

function carry(drafts: ReadonlyMap<ConnectionId, Draft>, event: SessionEvent): void {
  const atMs = event.occurredAtMs;
  switch (event.type) {
    case 'media.connected': {
      const draft = drafts.get(event.body.connectionId);
      if (draft !== undefined) draft.mediaSinceMs ??= atMs;
      break;
    }
    case 'media.disconnected': {
      const draft = drafts.get(event.body.connectionId);
      if (draft !== undefined) endMedia(draft, atMs);
      break;
    }
    // A room that plays a recording has it as others have a lecturer's media.
    case 'playing.told': {
      const draft = drafts.get(event.body.connectionId);
      if (draft === undefined) break;
      if (event.body.now === 'playing') draft.mediaSinceMs ??= atMs;
      else endMedia(draft, atMs);
      break;
    }
    // Media is over with the lesson; connections stay for a reopening.
    case 'session.ended':
    case 'media.failed':
      for (const draft of drafts.values()) {
        endMedia(draft, atMs);
        for (const streamId of [...draft.cameras.keys()]) endCamera(draft, streamId, atMs);
      }
      break;
    case 'stream.published': {
      const draft = drafts.get(event.body.connectionId);
      const { source, streamId, compatible } = event.body;
      // The same camera once more is no second one.
      if (source === 'camera' && compatible !== true) draft?.cameras.set(streamId, atMs);
      break;
    }
    case 'stream.closed':
      for (const draft of drafts.values()) endCamera(draft, event.body.streamId, atMs);
      break;
    default:
  }
}

function endMedia(draft: Draft, atMs: number): void {
  if (draft.mediaSinceMs !== null) draft.media.push(intervalOf(draft.mediaSinceMs, atMs));
  draft.mediaSinceMs = null;
}

function endCamera(draft: Draft, streamId: StreamId, atMs: number): void {
  const sinceMs = draft.cameras.get(streamId);
  if (sinceMs !== undefined) draft.camera.push(intervalOf(sinceMs, atMs));
  draft.cameras.delete(streamId);
}

function closed(draft: Draft, atMs: number, ending: Ending): ConnectionSpan {
  const present = intervalOf(draft.joinedAtMs, atMs);
  endMedia(draft, present.toMs);
  for (const streamId of [...draft.cameras.keys()]) endCamera(draft, streamId, present.toMs);
  const media = intersect(draft.media, [present]);
  return {
    seat: draft.seat,
    grantId: draft.grantId,
    present,
    ending,
    media,
    camera: intersect(draft.camera, media),
  };
}
