export const recordingEn = {
  'recording.on': 'Recording',
  'recording.on.stage': 'Recording, the stage too',
  'recording.on.room': 'This room is being recorded',
  'recording.on.person': 'You are being recorded',
  'recording.rests': 'Recording interrupted, it goes on by itself',
  'recording.rests.disk': 'Disk nearly full, not recording',
  'recording.disk':
    'The server’s disk is nearly full: recording has stopped, the lesson goes on. Ask an administrator to make room; then recording goes on by itself.',
  'recording.start': 'Record',
  'recording.stop': 'Stop recording',
  'recording.start.lead': 'The leading side alone',
  'recording.start.stage': 'The leading side and the stage, with their consent',
  'recording.how':
    'Records the lecturer’s voice, picture and content. Everybody sees that. Record only with the consent of those who can be heard and seen.',
  'recording.plan': 'Recording',
  'recording.plan.off': 'Not recorded',
  'recording.plan.parties': 'Recorded; the lesson’s schools may see it',
  'recording.plan.region': 'Recorded; the whole region may see it',
  'recording.plan.public': 'Recorded; everybody with its address may see it',
  'recording.plan.stage': 'Record the stage too',
  'recording.plan.stage.help':
    'Rooms and teachers are recorded with sound and picture while they are on stage, and are shown that. Ask everybody before; where there are pupils, their guardians too.',
  'recording.plan.help':
    'It begins by itself with the lesson, and everybody sees that. Record only with the consent of those who can be heard and seen.',
} as const;
export type RecordingKey = keyof typeof recordingEn;
