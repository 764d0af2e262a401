import type { PlayingPlanKey } from './playing-plan.en.ts';

export const playingPlanZhCn: Readonly<Record<PlayingPlanKey, string>> = {
  'plan.plays': '播放的录像',
  'plan.plays.help':
    '只列出已录完、还在保存期内的录像。科目、年级和时长按录像填好，可以改；比计划时长短太多，不算有效课。',
  'plan.plays.option': '{subject} {grade} · {date} · {minutes} 分钟 · {teacher} · {school}',
};
