import type { Dictionary } from './text.ts';
import type { WallsTextKey } from './walls.en.ts';

/** 版式、给所有教室的通知、多间教室同时发言：电脑和主讲教师手机共用。 */
export const wallsZhCn: Dictionary<WallsTextKey> = {
  'walls.title': '教室大屏',
  'walls.layout.teacherAndContent': '教师和内容',
  'walls.layout.content': '内容放大',
  'walls.layout.teacher': '教师放大',
  'walls.layout.stage': '发言教室放大',
  'walls.layout.rooms': '各教室画面',
  'walls.spotlit': '大屏正在展示：{school}',

  'tell.title': '通知所有教室',
  'tell.stands': '大屏正在显示：{words}',
  'tell.none': '大屏上没有通知。',
  'tell.erased': '内容已清除',
  'tell.write': '自己写',
  'tell.say': '显示',
  'tell.clear': '撤下',
  'tell.ready': '常用通知',
  'tell.ready.wait': '请稍等。',
  'tell.ready.book': '请拿出课本和笔。',
  'tell.ready.quiet': '请安静听讲。',
  'tell.ready.work': '请开始做练习。',
  'tell.ready.rest': '休息五分钟。',

  'stage.beside': '加入发言',
  'stage.besideOf': '让{school}加入发言',
  'stage.renew': '延长 5 分钟',
  'stage.renewOf': '{school}延长 5 分钟',
  'stage.left': '还剩 {time}',
  'stage.mute': '关闭麦克风',
  'stage.muteOf': '关闭麦克风：{school}',
  'stage.unmute': '打开麦克风',
  'stage.unmuteOf': '打开麦克风：{school}',
  'stage.muted': '麦克风已关闭',
};
