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
} as const;
export type RecordingKey = keyof typeof recordingEn;
