import type { CaptionsShownKey } from './captions-shown.en.ts';
import type { Dictionary } from './text.ts';

/** 看字幕的地方：大屏、课堂画面、观看页、手机。 */
export const captionsShownZhCn: Dictionary<CaptionsShownKey> = {
  'captions.title': '字幕',
  'captions.class': '课堂画面字幕',
  'captions.off': '关',
  'captions.now': '字幕：{what}',
  'captions.onScreen': '大屏上',
  'captions.onScreen.on': '显示',
  'captions.onScreen.off': '不显示',
  'captions.onScreen.how': '两种语言时都显示；按遥控器 ▼ 可以只看一种。',
  'captions.onScreen.recorded': '录像带有字幕时大屏会显示。两种语言时都显示；按遥控器 ▼ 可以只看一种。',
  'captions.here': '这部手机上',
};
