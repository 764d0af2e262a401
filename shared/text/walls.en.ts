import type { Dictionary } from './text.ts';

/** What whoever leads makes of every wall and of who is heard: on the console and on the own phone. */
export const wallsEn = {
  'walls.title': 'On the walls',
  'walls.layout.teacherAndContent': 'Teacher and content',
  'walls.layout.content': 'Content large',
  'walls.layout.teacher': 'Teacher large',
  'walls.layout.stage': 'Who speaks large',
  'walls.layout.rooms': 'All rooms',
  'walls.spotlit': 'On all walls: {school}',

  'tell.title': 'Message to all rooms',
  'tell.stands': 'On all walls now: {words}',
  'tell.none': 'No message on the walls.',
  'tell.erased': 'the words are gone',
  'tell.write': 'Own words',
  'tell.say': 'Show',
  'tell.clear': 'Take down',
  'tell.ready': 'Ready sentences',
  'tell.ready.wait': 'Please wait a moment.',
  'tell.ready.book': 'Please take out books and pencils.',
  'tell.ready.quiet': 'Please be quiet and listen.',
  'tell.ready.work': 'Please do the exercise now.',
  'tell.ready.rest': 'Five minutes of rest.',

  'stage.beside': 'Add to the stage',
  'stage.besideOf': 'Add to the stage: {school}',
  'stage.renew': '5 more minutes',
  'stage.renewOf': '5 more minutes for {school}',
  'stage.left': '{time} left',
  'stage.mute': 'Mute',
  'stage.muteOf': 'Mute {school}',
  'stage.unmute': 'Unmute',
  'stage.unmuteOf': 'Unmute {school}',
  'stage.muted': 'Muted',
} as const satisfies Dictionary;
export type WallsTextKey = keyof typeof wallsEn;
