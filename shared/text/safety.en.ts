/** 本机备份: the lecturer's own copy. */
export const safetyEn = {
  'safety.off': 'Keep a copy here',
  'safety.waiting': 'Copy is ready',
  'safety.keeping': 'Keeping a copy here',
  'safety.full': 'No room for a copy',
  'safety.unable': 'No copy possible',
  'safety.how':
    'While the lesson is recorded, this PC’s browser keeps what you send yourself. What the server could not record because the line was cut is sent in by itself afterwards.',
  'safety.how.full':
    'The browser has no room left and keeps no more; what it has is sent in afterwards. Free some disk, then switch it on again.',
  'safety.how.unable':
    'This browser cannot keep a copy just now. Close other tabs of this platform; if that does not help, use a recent Chrome or Edge, and no private window.',
  'safety.sending':
    'Sending in this PC’s copy: {done} parts done, {left} to go. If the page is closed it goes on the next time you sign in.',
  'safety.waits': '{left} parts of this PC’s copy are not sent in yet. It is tried again by itself.',
  'safety.done': 'This PC’s copy is sent in: {done} parts now stand in the recording.',
  'safety.old':
    '{count} parts of a copy have been on this PC for more than 14 days, and no recording wants them.',
  'safety.delete': 'Delete them',
} as const;
export type SafetyKey = keyof typeof safetyEn;
