export const recordingEn = {
  'recording.on': 'Recording',
  'recording.rests': 'Recording interrupted, it goes on by itself',
  'recording.rests.disk': 'Disk nearly full, not recording',
  'recording.disk':
    'The server’s disk is nearly full: recording has stopped, the lesson goes on. Ask an administrator to make room; then recording goes on by itself.',
  'recording.start': 'Record',
  'recording.stop': 'Stop recording',
  'recording.how':
    'Records the lecturer’s voice, picture and content. Everybody sees that. Record only with the consent of those who can be heard and seen.',
  'recording.plan': 'Recording',
  'recording.plan.off': 'Not recorded',
  'recording.plan.parties': 'Recorded; the lesson’s schools may see it',
  'recording.plan.region': 'Recorded; the whole region may see it',
  'recording.plan.public': 'Recorded; everybody with its address may see it',
  'recording.plan.help':
    'It begins by itself with the lesson, and everybody sees that. Record only with the consent of those who can be heard and seen.',
} as const;
export type RecordingKey = keyof typeof recordingEn;
