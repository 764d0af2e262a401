import { z } from 'zod';
import { markMove, markNews } from '../courseware.ts';
import { consumerId, sessionId, streamId } from '../kernel/ids.ts';
import { ladderNow } from '../ladder.ts';
import { noteDocument, noteEditors } from '../note.ts';
import { roomQuality } from '../quality.ts';
import { viewEnvelope } from '../session/session.view.ts';

type Row = { readonly body: z.ZodType; readonly about: string };

/** Everything the server says unasked, once. Unknown fields are ignored by older clients. */
export const events = {
  'session.changed': {
    body: viewEnvelope,
    about: 'News of the joined session. A gap is `afterSeq` ≠ mine: catch up.',
  },
  'quality.sampled': {
    body: z.object({ sessionId, rooms: z.array(roomQuality) }),
    about: 'What rooms receive now, to consoles. Volatile.',
  },
  'ladder.changed': {
    body: z.object({ sessionId, ...ladderNow.shape }),
    about: "What this room's line lets through from now on, and why not more. Volatile.",
  },
  'layers.wanted': {
    body: z.object({ sessionId, streamId, topLayer: z.int().min(0).max(3) }),
    about:
      'Up to which spatial layer an own stream is wanted by anybody now: layers above it need not be sent. The lowest always is.',
  },
  'layer.changed': {
    body: z.object({ sessionId, consumerId, layer: z.int().nullable() }),
    about: 'The spatial layer that flows to this client, read from the engine.',
  },
  'mark.moved': {
    body: z.object({ sessionId, move: markMove }),
    about: 'What whoever leads is drawing now. Volatile.',
  },
  'mark.changed': {
    body: z.object({ sessionId, news: markNews }),
    about: "One change of a page's marks. A gap in `seq`: ask for the page with `mark.list`.",
  },
  'note.updated': {
    body: z.object({ sessionId, update: noteDocument }),
    about: 'What somebody else has written in an open preparation note.',
  },
  'note.editors': {
    body: z.object({ sessionId, editors: noteEditors }),
    about: 'Who writes in an open preparation note now, and who has. Volatile.',
  },
  'talk.held': {
    body: z.object({ sessionId, on: z.boolean() }),
    about:
      "The button to speak is held on this room's phone, or was let go; not renewed for two seconds, it is over. Volatile.",
  },
  'room.agendaChanged': { body: z.object({}), about: "A screen's agenda has changed: ask again." },
  'device.checkWanted': {
    body: z.object({}),
    about: 'An administrator asks this screen to check itself: answer with `device.reportCheck`.',
  },
  'connection.closing': {
    body: z.object({ reason: z.enum(['revoked', 'changed', 'shutdown', 'replaced', 'removed', 'version']) }),
    about:
      'The server will close this connection and why. After `changed` (other rights than before) and `shutdown` a client comes back by itself.',
  },
} as const satisfies Record<string, Row>;

export type EventName = keyof typeof events;
export type EventBody<N extends EventName> = z.infer<(typeof events)[N]['body']>;
