/** The preparation note of a lesson. */
export const noteEn = {
  'note.title': 'Preparation note',
  'note.phone': 'Read it here, write it at a computer. Pupils do not see it.',
  'note.empty': 'Nobody has written yet.',
  'note.of': 'Preparation note · {lesson}',
  'note.lead':
    'You and the teachers of the other rooms write here together; everybody sees it at once. Pupils never do.',
  'note.placeholder': 'Goals, what each room prepares, who does what…',
  'note.readOnly': 'You can read this note.',
  'note.opening': 'Opening the note…',
  'note.saved': 'Saved',
  'note.saving': 'Saving…',
  'note.unsaved': 'Not saved yet: no connection. What you write is kept here and sent when it is back.',
  'note.refused': 'Not saved: {reason}',
  'note.here': 'Writing now: {names}',
  'note.earlier': 'Written by: {names}',
  'note.earlierOne': '{name} ({time})',
} as const;

export type NoteKey = keyof typeof noteEn;
