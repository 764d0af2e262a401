import type { RecordingKey } from './recording.en.ts';

export const recordingZhCn: Readonly<Record<RecordingKey, string>> = {
  'recording.on': '录制中',
  'recording.on.stage': '录制中，上台的也录',
  'recording.on.room': '正在录制本教室',
  'recording.on.person': '正在录制您',
  'recording.rests': '录像中断，会自动继续',
  'recording.rests.disk': '磁盘将满，录像已停',
  'recording.disk': '服务器磁盘将满，录像已停，上课不受影响。请管理员腾出空间，之后会自动继续录像。',
  'recording.start': '录像',
  'recording.stop': '停止录像',
  'recording.start.lead': '只录主讲端',
  'recording.start.stage': '主讲端和上台的都录（须已征得同意）',
  'recording.how': '录下主讲老师的声音、画面和课件，所有人都会看到。请先征得出镜和发声的人同意。',
  'recording.plan': '录像',
  'recording.plan.off': '不录像',
  'recording.plan.parties': '录像，本课学校可以看',
  'recording.plan.region': '录像，本区域可以看',
  'recording.plan.public': '录像，有网址的人都可以看',
  'recording.plan.stage': '上台的也录',
  'recording.plan.stage.help':
    '上台的教室和老师在台上时，声音和画面一并录下，他们那里会显示。请先征得每个人同意；有学生的，还要征得监护人同意。',
  'recording.plan.help': '上课时自动开始录像，所有人都会看到。请先征得出镜和发声的人同意。',
};
