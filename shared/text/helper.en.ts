import type { Dictionary } from './text.ts';

/** What the console says of phones and of the PINs that they are entered with. */
export const helperEn = {
  'pin.title': 'Phone PIN',
  'pin.mine': 'My phone PIN',
  'pin.set': 'Set PIN',
  'pin.change': 'Change PIN',
  'pin.has': 'Set',
  'pin.none': 'Not set',
  'pin.for': 'Phone PIN of {name}',
  'pin.pin': 'New PIN',
  'pin.help': '4 to 8 digits. They say with it who they are when they scan the code on the large screen.',
  'pin.wrong': 'A PIN has 4 to 8 digits.',
  'pin.save': 'Save',
  'helper.connected': 'Phone',
  'helper.lost': 'Phone: no line',
  'helper.left': 'Phone: page closed',
  'helper.who': 'In the hand of {name}',
  'helper.substitute': 'In the hand of {name} (substitute)',
  'helper.nobody': 'No phone helps here now.',
  'helper.hint': 'Lost, or the wrong one? Release it: it is signed out, and another may scan the code.',
  'helper.release': 'Release phone',
} as const satisfies Dictionary;

export type HelperKey = keyof typeof helperEn;
