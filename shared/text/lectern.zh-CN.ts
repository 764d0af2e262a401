import type { LecternKey } from './lectern.en.ts';
import type { Dictionary } from './text.ts';

/** 主讲教师自己的手机：单屏模式下不能让学生看到的都在这里。 */
export const lecternZhCn = {
  'lectern.title': '我的课',
  'lectern.eyes': '学生看屏幕已 {minutes} 分钟，可让他们望远一会儿',
  'lectern.beforeStart': '请在电脑上点“开始上课”。',
  'lectern.rooms': '教室已就绪 {ready} / {total}',
  'lectern.noRooms': '这节课没有听课教室',
  'lectern.hands': '举手 {total}',
  'lectern.noHands': '没有教室举手',
  'lectern.hand': '{school}已举手 {time}，点名',
  'lectern.lower': '放下',
  'lectern.lowerOf': '放下{school}的举手',
  'lectern.onStage': '发言中 {time}',
  'lectern.endCall': '结束发言',
  'lectern.call': '点名',
  'lectern.callOf': '点名{school}',
  'lectern.calling': '正在接通…',
  'lectern.state.ready': '已就绪',
  'lectern.state.joining': '正在连接',
  'lectern.state.lost': '断线',
  'lectern.state.absent': '未连接',
  'lectern.present': '{present} / {expected} 人',
  'lectern.own': '本班 {present} / {expected} 人',
  'lectern.ownNone': '填本班人数（{expected}）',
  'lectern.end': '下课',
  'lectern.endTitle': '确定下课？',
  'lectern.endLead': '所有教室将不再看到和听到您。30 分钟内可以重新打开。',
  'lectern.endStay': '继续上课',
  'lectern.reopen': '重新上课',
} as const satisfies Dictionary<LecternKey>;
