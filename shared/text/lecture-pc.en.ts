import type { Dictionary } from './text.ts';

/** The PC of a lecture room: registering it at a pre-flight, and its checks. */
export const lecturePcEn = {
  'pc.ask': 'Is this the PC of “{room}”?',
  'pc.askWhich': 'Which lecture room’s PC is this?',
  'pc.askLead':
    'Administrators then see what its checks find and mend it early. If you brought it along, answer no.',
  'pc.room': 'Lecture room',
  'pc.choose': 'Choose a room',
  'pc.yes': 'Yes, register it',
  'pc.no': 'No',
  'pc.offer': 'Is this a lecture room’s PC? Register…',
  'pc.known': 'This is the PC of {room}',
  'pc.knownElsewhere': 'This is registered as the PC of {school}, {room}',
  'pc.leave': 'Not this one',
  'pc.left': 'Done: this is no lecture PC any more.',
  'pc.checking': 'Checking camera, microphone, speaker and line…',
  'pc.passed': 'Everything works; reported',
  'pc.found': 'Found: {words}. Reported; you can teach all the same',
  'pc.comma': ', ',
  'pc.unreported': 'The check was not reported: {why}',
  'pc.asked': 'An administrator asks this PC to check itself: about 15 seconds, with a tone.',
} as const satisfies Dictionary;

export type LecturePcTextKey = keyof typeof lecturePcEn;
