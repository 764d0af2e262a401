import type { Dictionary } from './text.ts';

/** How turns are shared among rooms, and calling by chance: for who leads or inspects. */
export const attentionEn = {
  'attention.turns': 'Turns: {total} · {time}',
  'attention.ago': '{minutes} min ago',
  'attention.justNow': 'just now',
  'attention.none': 'No turn yet',
  'attention.waits': 'No turn for {minutes} min',
  'attention.hint': 'You may ask: {schools}',
  'attention.remote': 'Remote turns {remote} of {total}',
  'attention.even': 'fewest {least}, most {most}',
  'attention.and': ', ',
  'attention.title': 'Turns',
  'attention.hands': 'Hands: {total}, up for {time}',
  'attention.share': 'Remote share {percent} ({remote} of {total})',
  'attention.evenness': 'Evenness among rooms {percent}',
  'attention.ownNote': 'Own pupil spoke',
  'attention.ownTurns': 'Noted: {total}',
  'attention.means':
    'Turns of remote rooms ÷ all recorded turns; evenness: fewest ÷ most among rooms that took part.',
  'pick.do': 'Pick a room',
  'pick.doing': 'Picking…',
  'pick.how': 'Chance picks a room; rooms with fewer turns are likelier',
} as const satisfies Dictionary;

export type AttentionKey = keyof typeof attentionEn;
