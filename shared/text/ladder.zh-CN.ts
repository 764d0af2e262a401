import type { LadderKey } from './ladder.en.ts';

export const ladderZhCn: Readonly<Record<LadderKey, string>> = {
  'ladder.step0': '画面和声音中断，正在重连',
  'ladder.step1': '只有声音和课件页',
  'ladder.step2': '只有课件和声音',
  'ladder.step3': '老师画面已缩小',
  'ladder.step4': '老师画面为中等大小',
  'ladder.step5': '全部正常',
  'ladder.reason.line': '网速不够',
  'ladder.reason.loss': '网络丢包较多',
  'ladder.reason.saving': '已开启省流',
  'ladder.reason.device': '这台设备放不了老师的画面',
  'ladder.reason.sender': '老师那边只发出小画面',
  'ladder.reason.engine': '音视频服务正在恢复',
  'ladder.saving': '省流',
  'ladder.saving.on': '省流已开',
  'ladder.saving.hint': '开启后只收小画面、课件和声音，节省流量',
};
