import type { AttentionKey } from './attention.en.ts';
import type { Dictionary } from './text.ts';

/** 关注均衡与随机点名：只给主讲教师和巡课的人看。 */
export const attentionZhCn: Dictionary<AttentionKey> = {
  'attention.turns': '发言 {total} 次 · {time}',
  'attention.ago': '{minutes} 分钟前',
  'attention.justNow': '刚刚',
  'attention.none': '还没有发言',
  'attention.waits': '{minutes} 分钟没有发言',
  'attention.hint': '可以请他们发言：{schools}',
  'attention.remote': '远端发言 {remote} / {total}',
  'attention.even': '最少 {least} 次，最多 {most} 次',
  'attention.and': '、',
  'attention.title': '发言与关注',
  'attention.hands': '举手 {total} 次，共等 {time}',
  'attention.share': '远端发言占比 {percent}（{remote} / {total}）',
  'attention.evenness': '教室间均衡度 {percent}',
  'attention.ownNote': '本班发言 +1',
  'attention.ownTurns': '已记 {total} 次',
  'attention.means': '远端教室的发言次数 ÷ 全部登记的发言次数；均衡度：到课教室中最少 ÷ 最多。',
  'pick.do': '随机点名',
  'pick.doing': '正在点名…',
  'pick.how': '按机会选一间教室，发言少的机会大',
};
