import type { RecordingMissedKey } from './recording-missed.en.ts';

export const recordingMissedZhCn: Readonly<Record<RecordingMissedKey, string>> = {
  'recording.missed.camera':
    '您的摄像头画面没有录下来：上课电脑的浏览器只发送 VP8，录像需要 H.264。请换用新版 Chrome 或 Edge。上课不受影响。',
  'recording.missed.content':
    '您共享的画面没有录下来：上课电脑的浏览器只发送 VP8，录像需要 H.264。请换用新版 Chrome 或 Edge。上课不受影响。',
  'recording.missed.voice': '您的声音没有录下来：它的格式不能录制。上课不受影响。',
  'asset.missed': '没有录到：{sources}',
  'asset.missed.camera': '摄像头画面',
  'asset.missed.content': '共享画面',
  'asset.missed.voice': '声音',
  'asset.missed.how': '那台电脑的浏览器发送的格式不能直接录制（VP8，不是 H.264）。',
};
