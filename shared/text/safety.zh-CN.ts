import type { SafetyKey } from './safety.en.ts';

/** 本机备份。 */
export const safetyZhCn: Readonly<Record<SafetyKey, string>> = {
  'safety.off': '本机备份',
  'safety.waiting': '本机备份已备好',
  'safety.keeping': '本机备份中',
  'safety.full': '本机备份已满',
  'safety.unable': '本机不能备份',
  'safety.how':
    '录像期间，这台电脑的浏览器另存一份您自己发出的声音和画面。网络中断时服务器没录到的部分，课后自动补传。',
  'safety.how.full': '浏览器的空间已满，不再备份；已存的课后会补传。请清理磁盘，再重新打开。',
  'safety.how.unable':
    '这个浏览器现在不能备份。请关掉本平台的其他标签页；仍然不行，请用新版 Chrome 或 Edge，不要用无痕窗口。',
  'safety.sending': '正在补传本机备份：已传 {done} 段，还有 {left} 段。关闭页面后，下次登录会接着传。',
  'safety.waits': '还有 {left} 段本机备份没有补传，会自动重试。',
  'safety.done': '本机备份已补传 {done} 段，录像已补上。',
  'safety.old': '这台电脑上有 {count} 段本机备份存了超过 14 天，没有录像需要它们。',
  'safety.delete': '删除',
};
