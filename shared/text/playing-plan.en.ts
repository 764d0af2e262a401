/** Choosing what rooms play 录播. */
export const playingPlanEn = {
  'plan.plays': 'Recording to play',
  'plan.plays.help':
    'Only recordings that are whole and still kept. Subject, grade and length are filled in from it and may be changed; one much shorter than the planned length makes no valid lesson.',
  'plan.plays.option': '{subject} {grade} · {date} · {minutes} min · {teacher} · {school}',
} as const;

export type PlayingPlanKey = keyof typeof playingPlanEn;
