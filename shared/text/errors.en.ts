import type { ErrorCode } from '../kernel/errors.ts';
import type { Dictionary } from './text.ts';

/** One sentence for every refusal: what happened, and what to do. */
export const errorsEn = {
  'error.BAD_REQUEST': 'The server did not understand this page. Reload the page and try again.',
  'error.UNKNOWN_REQUEST':
    'The server does not know this action. Reload the page; if it stays, call your administrator.',
  'error.TOO_LARGE': 'That is too large for the server. Make it smaller and try again.',
  'error.VERSION_UNSUPPORTED': 'This page and the server are of different versions. Reload the page.',
  'error.ORIGIN_REFUSED':
    'The server does not allow this address. Open the address that your school has published.',
  'error.UNAUTHENTICATED': 'You are no longer signed in. Sign in again.',
  'error.WRONG_CREDENTIALS': 'Name or password is wrong. Check both and try again.',
  'error.CODE_INVALID': 'The code is wrong or has expired. Type the code that the large screen shows now.',
  'error.TOO_MANY_TRIES': 'Too many tries. Wait 15 minutes, then try again.',
  'error.TOO_FAST': 'Too many messages at once. Please wait {seconds} seconds and send it again.',
  'error.NOT_FOUND': 'Not found, or not yours to see. Go back and check.',
  'error.FORBIDDEN': 'You may not do this. Ask your administrator if you need to.',
  'error.PHONE_TAKEN':
    'Another phone helps in this room. Ask the lecturer or your school’s administrator to release it.',
  'error.NO_DEVICE':
    'This browser is not registered as a lecture PC, so the check was not reported. Register it at a pre-flight.',
  'error.DEVICE_REVOKED':
    'An administrator revoked the lecture PC of this room. Ask one to sign in here and register it anew.',
  'error.ALREADY_LED': 'Another teacher has started this lesson. You can enter as assistant.',
  'error.BUSY':
    '{name} already has “{subject}” on {date}, {from}–{to}. Choose another time or somebody else.',
  'error.LESSON_BEGUN': 'Somebody has entered this lesson or it has begun. It can no longer be changed.',
  'error.LESSON_ENDED': 'This lesson is over and can no longer be changed.',
  'error.LESSON_NOT_LIVE': 'This lesson has not started yet. Start it first.',
  'error.LINK_CLOSED': 'This link has been closed. Please ask the teacher for a new one.',
  'error.NO_ROOM_READY': 'No other room is ready to be called on. Try again when one is connected.',
  'error.QUESTION_CLOSED': 'This question is closed. Nothing more is taken.',
  'error.COUNT_TOO_HIGH': 'More pupils than this room can have (at most {max}). Check the numbers.',
  'error.REMOVED': 'The lecturer has shown you out of this lesson. Ask them to let you in again.',
  'error.REOPEN_EXPIRED': 'The lesson ended more than 30 minutes ago. Start a new one.',
  'error.INVALID_STATE': 'This cannot be done now. Reload the page to see how things stand.',
  'error.NO_TERM': 'No term is registered here for that day. Choose another day, or register the term first.',
  'error.NO_FONT':
    'The server has no Chinese font, so it cannot make a PDF; other formats work. Ask the operator to run: apt-get install fonts-noto-cjk.',
  'error.PERIOD_AHEAD':
    'That day has not come yet, so there is nothing to count. Choose today or an earlier day.',
  'error.INVALID_VALUE': 'Something filled in is not right. Check the marked fields.',
  'error.CONFLICT': 'Somebody else has just changed the same thing. Look again, then try again.',
  'error.STREAM_REFUSED': 'Your part in this lesson may not send this picture or sound.',
  'error.CODEC_UNSUPPORTED': 'This browser cannot play this picture. Use a recent Edge or Chrome.',
  'error.NO_RECORDER':
    'The server has no ffmpeg and cannot record. Ask an administrator to install it: apt-get install ffmpeg',
  'error.MEDIA_ELSEWHERE':
    'Sound and picture of this lesson are on another server. Open this page at the address that the others of the lesson use.',
  'error.MEDIA_UNAVAILABLE':
    'Sound and picture are not available at the moment. Trying again; nothing to do.',
  'error.UNAVAILABLE': 'The server cannot be reached at the moment. Trying again; nothing to do.',
  'error.TIMEOUT': 'The server did not answer in time. Check the network and try again.',
  'error.INTERNAL':
    'The server made a mistake and has noted it. Try later; if it stays, call your administrator.',
} as const satisfies Dictionary<`error.${ErrorCode}`>;
