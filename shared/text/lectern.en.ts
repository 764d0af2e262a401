import type { Dictionary } from './text.ts';

/** The lecturer's own phone: what the class must not see on the panel. */
export const lecternEn = {
  'lectern.title': 'My lesson',
  'lectern.eyes': 'Pupils have watched for {minutes} min: let them look into the distance',
  'lectern.beforeStart': 'Start the lesson on the computer.',
  'lectern.rooms': 'Rooms ready: {ready} of {total}',
  'lectern.noRooms': 'No rooms in this lesson',
  'lectern.hands': 'Hands: {total}',
  'lectern.noHands': 'No hands up',
  'lectern.hand': '{school}, hand up for {time}: call',
  'lectern.lower': 'Lower',
  'lectern.lowerOf': 'Lower the hand of {school}',
  'lectern.onStage': 'On stage {time}',
  'lectern.endCall': 'End the call',
  'lectern.call': 'Call',
  'lectern.callOf': 'Call {school}',
  'lectern.calling': 'Calling…',
  'lectern.state.ready': 'Ready',
  'lectern.state.joining': 'Connecting',
  'lectern.state.lost': 'Line cut',
  'lectern.state.absent': 'Not connected',
  'lectern.present': '{present} of {expected}',
  'lectern.own': 'Own pupils {present} of {expected}',
  'lectern.ownNone': 'Count own pupils ({expected})',
  'lectern.end': 'End the lesson',
  'lectern.endTitle': 'End the lesson?',
  'lectern.endLead': 'All rooms stop seeing and hearing you. You can reopen it within 30 minutes.',
  'lectern.endStay': 'Go on teaching',
  'lectern.reopen': 'Reopen the lesson',
} as const satisfies Dictionary;

export type LecternKey = keyof typeof lecternEn;
