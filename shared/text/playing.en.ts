/** A recorded lesson 录播, on the screen that plays it and on the phone beside it. */
export const playingEn = {
  'playing.sign': 'Recorded',
  'playing.opening': 'Opening the recording',
  'playing.starts': 'Plays by itself at its time',
  'playing.gone': 'The recording was removed or is out of date. Ask the administrator for another.',
  'playing.line': 'The line is down. It reconnects and goes on from here by itself.',
  'playing.narrow': 'The line is too narrow: voice and slides for now, pictures are tried again',
  'playing.hint': 'OK goes on, ← goes back 30 seconds',
  'playing.now.playing': 'Playing',
  'playing.now.paused': 'Paused',
  'playing.now.waiting': 'Waiting for the screen',
  'playing.now.finished': 'Played to the end',
  'playing.at': 'at {time}',
  'playing.pause': 'Pause',
  'playing.play': 'Go on',
  'playing.back': 'Back 30 seconds',
} as const;

export type PlayingKey = keyof typeof playingEn;
