import type { Dictionary } from './text.ts';

/** A room's microphone while it is called: what has to be done to be heard. */
export const voiceEn = {
  'voice.hold': 'Hold OK to speak',
  'voice.held': 'You are heard',
  'voice.rests': 'The microphone rests. Speak, and it is open',
  'voice.echo': 'Echo',
  'voice.echo.good': 'none',
  'voice.echo.echo': 'the others hear themselves: turn the speakers down or move the microphone away',
  'voice.talk': 'Hold to speak',
  'voice.talking': 'You are heard',
  'voice.talkFailed': 'Not heard: no connection',
} as const satisfies Dictionary;

export type VoiceKey = keyof typeof voiceEn;
