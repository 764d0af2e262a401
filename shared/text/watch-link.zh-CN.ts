import type { Dictionary } from './text.ts';
import type { WatchLinkKey } from './watch-link.en.ts';

/** 上课页面里给出观看链接的窗口。 */
export const watchLinkZhCn: Dictionary<WatchLinkKey> = {
  'watchLink.button': '观看链接',
  'watchLink.title': '观看链接',
  'watchLink.lead': '发给家长或公开发布，打开即可观看，不用登录。任何拿到链接的人都能看。',
  'watchLink.viewers': '现在 {count} 人在看',
  'watchLink.copy': '复制链接',
  'watchLink.copied': '已复制',
  'watchLink.copyByHand': '请长按或选中链接复制。',
  'watchLink.qr': '观看链接的二维码',
  'watchLink.close': '关闭链接',
  'watchLink.closeAsk': '关闭后，正在观看的人会立即断开，链接作废。',
  'watchLink.closed': '链接已关闭，没有人能再用它观看。',
  'watchLink.again': '生成新链接',
};
