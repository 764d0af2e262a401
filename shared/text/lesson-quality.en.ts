export const lessonQualityEn = {
  'quality.title': 'Line and device',
  'quality.room': 'Room',
  'quality.steps': 'What reached it',
  'quality.steps.unknown': 'Not recorded',
  'quality.stepFor': '{step}: {minutes} min',
  'quality.silentFor': 'No picture or sound: {minutes} min',
  'quality.freezes': 'Freezes',
  'quality.freezes.some': '{total} times, {seconds} s in all',
  'quality.freezes.none': 'None',
  'quality.loss': 'Packets lost',
  'quality.loss.worst': 'worst minute {percent}',
  'quality.reconnects': 'Reconnects',
  'quality.reconnects.some': '{total}',
  'quality.silent': 'no media for {minutes} min',
  'quality.delay': 'Round trip',
  'quality.delay.ms': '{ms} ms',
  'quality.firstFrame': 'first picture {seconds} s',
  'quality.cause': 'Why it does not count',
  'quality.unmeasured': '—',
  'quality.explained':
    'From what the room’s browser reports every 5 s, the ladder of weak lines and the lesson’s log, while the lesson ran. The cause is found automatically; where the log leaves it open, the local teacher’s confirmation decides.',
} as const;
export type LessonQualityKey = keyof typeof lessonQualityEn;
