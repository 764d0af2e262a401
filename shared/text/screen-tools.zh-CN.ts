import type { ScreenToolsKey } from './screen-tools.en.ts';
import type { Dictionary } from './text.ts';

/** 大屏本机设置：只用遥控器或键盘。 */
export const screenToolsZhCn: Dictionary<ScreenToolsKey> = {
  'screen.tools.open': '按 ↑ 或 ↓ 键：屏幕设置、视力卡',
  'screen.tools.title': '屏幕设置',
  'screen.tools.margin': '画面边距',
  'screen.tools.marginHow': '按 ← → 调整，直到四个白角都看得见。只影响这块屏。',
  'screen.tools.percent': '{percent}%',
  'screen.tools.less': '边距减小',
  'screen.tools.more': '边距加大',
  'screen.tools.savingOn': '省流：已开，画面变小，声音和课件不变',
  'screen.tools.savingOff': '省流：已关',
  'screen.tools.card': '视力卡',
  'screen.tools.close': '关闭',
  'screen.tools.keys': '↑ ↓ 选择，“确定”键打开，“返回”键关闭',
  'screen.card.size': '{size} 像素',
  'screen.card.how': '请最后一排的同学读出画线的一行。读不出：把座位前移，或换更大的屏。',
  'screen.card.back': '按“返回”键回到设置',
};
