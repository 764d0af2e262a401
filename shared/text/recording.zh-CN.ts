import type { RecordingKey } from './recording.en.ts';

export const recordingZhCn: Readonly<Record<RecordingKey, string>> = {
  'recording.on': '录制中',
  'recording.rests': '录像中断，会自动继续',
  'recording.rests.disk': '磁盘将满，录像已停',
  'recording.disk': '服务器磁盘将满，录像已停，上课不受影响。请管理员腾出空间，之后会自动继续录像。',
  'recording.start': '录像',
  'recording.stop': '停止录像',
  'recording.how': '录下主讲老师的声音、画面和课件，所有人都会看到。请先征得出镜和发声的人同意。',
};
