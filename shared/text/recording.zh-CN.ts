import type { RecordingKey } from './recording.en.ts';

export const recordingZhCn: Readonly<Record<RecordingKey, string>> = {
  'recording.on': '录制中',
  'recording.rests': '录像中断，会自动继续',
  'recording.rests.disk': '磁盘将满，录像已停',
  'recording.disk': '服务器磁盘将满，录像已停，上课不受影响。请管理员腾出空间，之后会自动继续录像。',
  'recording.start': '录像',
  'recording.stop': '停止录像',
  'recording.how': '录下主讲老师的声音、画面和课件，所有人都会看到。请先征得出镜和发声的人同意。',
  'recording.plan': '录像',
  'recording.plan.off': '不录像',
  'recording.plan.parties': '录像，本课学校可以看',
  'recording.plan.region': '录像，本区域可以看',
  'recording.plan.public': '录像，有网址的人都可以看',
  'recording.plan.help': '上课时自动开始录像，所有人都会看到。请先征得出镜和发声的人同意。',
};
