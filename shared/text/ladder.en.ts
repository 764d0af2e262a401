export const ladderEn = {
  'ladder.step0': 'Picture and sound cut, reconnecting',
  'ladder.step1': 'Voice and slide pages only',
  'ladder.step2': 'Slides and voice only',
  'ladder.step3': 'Teacher’s picture made small',
  'ladder.step4': 'Teacher’s picture medium',
  'ladder.step5': 'Everything',
  'ladder.reason.line': 'line too slow',
  'ladder.reason.loss': 'packets are lost',
  'ladder.reason.saving': 'data saving is on',
  'ladder.reason.device': 'this device cannot show it',
  'ladder.reason.sender': 'the teacher’s side sends no larger one',
  'ladder.reason.engine': 'the media service is recovering',
  'ladder.saving': 'Save data',
  'ladder.saving.on': 'Saving data',
  'ladder.saving.hint': 'Only small pictures, slides and voice, to save data',
} as const;
export type LadderKey = keyof typeof ladderEn;
