import type { Dictionary } from './text.ts';

export const stillEn = {
  'still.show': 'Show stills of lessons',
  'still.shown': 'One every 10 s, of the leading side alone, never kept; that you look stands in the audit',
  'still.off':
    'Stills are switched off here, as they are from the start, for privacy. An administrator switches them on under “Stills”.',
  'still.missing':
    'The server has no ffmpeg to take stills with. Ask for it to be installed: apt install ffmpeg',
  'still.of': 'Leading side at {time}',
  'still.card.off': 'Stills are off where the leading school is',
  'still.card.making': 'A still is being taken',
  'still.card.none': 'No picture now',
  'still.setting': 'Stills',
  'still.setting.lead':
    'When on, administrators and inspectors of this region see a small still picture of the leading side on the wall (one every 10 s, 320 pixels wide, never kept). Pictures of teaching points are never shown. The lecturer is told.',
  'still.setting.region': 'Region: {name}',
  'still.setting.enabled': 'Stills',
  'still.setting.on': 'On',
  'still.setting.offWord': 'Off',
  'still.setting.by': 'Now by the word of {name}: {word}',
  'still.setting.byNobody': 'Now: off (nobody has said anything)',
  'still.setting.below': 'A region below with a word of its own keeps to it.',
  'still.setting.reason': 'Reason',
  'still.setting.save': 'Save, in force at once',
  'still.setting.history': 'Changes',
  'still.sign': 'Supervision may see a still',
  'still.sign.why':
    'The supervision wall may show a small still picture of the leading side, one every 10 s, never kept',
} as const satisfies Dictionary;

export type StillKey = keyof typeof stillEn;
