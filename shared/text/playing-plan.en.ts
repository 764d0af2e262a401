/** Choosing what rooms play 录播. */
export const playingPlanEn = {
  'plan.plays': 'Recording to play',
  'plan.plays.help':
    'Only recordings that are whole and still kept. Subject, grade and length are filled in from it and may be changed; a lesson that is played for less than its share of the planned length is not valid.',
  'plan.plays.option': '{subject} {grade} · {teacher} · {school} · {date} · {minutes} min',
} as const;

export type PlayingPlanKey = keyof typeof playingPlanEn;
