import { z } from 'zod';
import { roomId, sessionId } from '../kernel/ids.ts';
import { helper, phoneCard, phoneChoice, phoneCode, phoneEntered, phoneState, shownCode } from '../phone.ts';

/** The rows of the route table that phones are about. */
export const phoneRoutes = {
  'phone.open': {
    method: 'POST',
    path: '/api/phone/open',
    body: z.strictObject({ code: phoneCode }),
    answer: z.discriminatedUnion('state', [phoneChoice, phoneEntered]),
    about:
      'A phone has scanned a code: which lesson, which room, and who may say that it is theirs. CODE_INVALID after its minute; the answer sets a short-lived cookie.',
  },
  'phone.enter': {
    method: 'POST',
    path: '/api/phone/enter',
    body: z.strictObject({ as: helper }),
    answer: phoneEntered,
    about:
      'Says who the phone is for and takes the seat of its room until midnight. WRONG_CREDENTIALS for a wrong PIN, PHONE_TAKEN while another phone helps there; the answer sets an HttpOnly cookie.',
  },
  'phone.read': {
    method: 'GET',
    path: '/api/phone',
    body: z.strictObject({}),
    answer: phoneState,
    about: 'What a phone shows while it has no live line.',
  },
  'phone.leave': {
    method: 'POST',
    path: '/api/phone/leave',
    body: z.strictObject({}),
    answer: z.object({}),
    about: 'A phone gives its seat free.',
  },
  'phone.lecternCode': {
    method: 'POST',
    path: '/api/sessions/:sessionId/phones/code',
    body: z.strictObject({ sessionId }),
    answer: shownCode,
    about:
      'The code for the own phone of whoever leads, which shows what the class must not see; asked again when it expires.',
  },
  'phone.list': {
    method: 'GET',
    path: '/api/sessions/:sessionId/phones',
    body: z.strictObject({ sessionId }),
    answer: z.array(phoneCard),
    about: 'Phones that help in a lesson now, of rooms whose phone the asker may release.',
  },
  'phone.release': {
    method: 'POST',
    path: '/api/sessions/:sessionId/phones/release',
    body: z.strictObject({ sessionId, roomId: roomId.nullable() }),
    answer: z.object({}),
    about:
      "Ends the grant of a room's phone, or (`roomId` null) of the lecturer's own, and closes its sockets, so that another may come.",
  },
} as const;
