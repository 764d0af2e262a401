import type { PlayingKey } from './playing.en.ts';

export const playingZhCn: Readonly<Record<PlayingKey, string>> = {
  'playing.sign': '录播',
  'playing.opening': '正在打开录像',
  'playing.starts': '到点自动播放，不用操作',
  'playing.gone': '录像已删除或过期，请联系管理员另选录像',
  'playing.line': '网络中断，正在重连，会从这里接着放',
  'playing.narrow': '网速不够，先放声音和课件，稍后再试画面',
  'playing.hint': '按“确定”继续，按“←”后退 30 秒',
  'playing.now.playing': '正在播放',
  'playing.now.paused': '已暂停',
  'playing.now.waiting': '等待大屏播放',
  'playing.now.finished': '录像已放完',
  'playing.at': '放到 {time}',
  'playing.pause': '暂停',
  'playing.play': '继续播放',
  'playing.back': '后退 30 秒',
};
