import { z } from 'zod';
import { sourceKey, sourceList, sourcePlace, sourceWish } from '../ingest.ts';
import { roomId } from '../kernel/ids.ts';

/** The rows of the route table that signal sources 信号源 of lecture rooms are about. */
export const ingestRoutes = {
  'source.list': {
    method: 'GET',
    path: '/api/rooms/:roomId/sources',
    body: z.strictObject({ roomId }),
    answer: sourceList,
    about:
      'Cameras and encoders of a lecture room, and how each stands now. Passwords and keys are never told again. `rtmpPort` is null where the server takes no RTMP, `player` where no player may play.',
  },
  'source.set': {
    method: 'POST',
    path: '/api/rooms/:roomId/sources',
    body: z.strictObject({ roomId, ...sourceWish.shape }),
    answer: z.object({ key: sourceKey.nullable() }),
    about:
      'Settles what a room’s camera or content comes from; a new source that an encoder sends to is answered with its key. By WHIP it sends to `/whip` with this key as bearer token; by RTMP to the application `live` with this key as stream key.',
  },
  'source.renewKey': {
    method: 'POST',
    path: '/api/rooms/:roomId/sources/key',
    body: z.strictObject({ roomId, place: sourcePlace }),
    answer: z.object({ key: sourceKey }),
    about: 'Another key for an encoder; the one before opens nothing any more.',
  },
  'source.remove': {
    method: 'POST',
    path: '/api/rooms/:roomId/sources/remove',
    body: z.strictObject({ roomId, place: sourcePlace }),
    answer: z.object({}),
    about: 'The room has no such source any more.',
  },
  'source.setPlayer': {
    method: 'POST',
    path: '/api/rooms/:roomId/sources/player',
    body: z.strictObject({ roomId, on: z.boolean() }),
    answer: z.object({ key: sourceKey.nullable() }),
    about:
      'A new key for players of the room’s lessons, which they show as bearer token at `/whep` (`?picture=content` for the other picture); the one before opens nothing any more. `on: false`: none may play.',
  },
} as const;
