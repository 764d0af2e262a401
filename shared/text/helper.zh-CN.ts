import type { HelperKey } from './helper.en.ts';
import type { Dictionary } from './text.ts';

/** 控制台上关于助教手机和个人口令的文字。 */
export const helperZhCn: Dictionary<HelperKey> = {
  'pin.title': '手机口令',
  'pin.mine': '我的手机口令',
  'pin.set': '设置口令',
  'pin.change': '修改口令',
  'pin.has': '已设置',
  'pin.none': '未设置',
  'pin.for': '{name}的手机口令',
  'pin.pin': '新口令',
  'pin.help': '4 至 8 位数字。扫大屏二维码后用它说明自己是谁。',
  'pin.wrong': '口令是 4 至 8 位数字。',
  'pin.save': '保存',
  'helper.connected': '手机',
  'helper.lost': '手机断线',
  'helper.left': '手机页面已关闭',
  'helper.who': '{name}的手机在协助',
  'helper.substitute': '代课老师{name}的手机在协助',
  'helper.nobody': '现在没有手机在协助。',
  'helper.hint': '手机丢失或拿错了？释放后它立即退出，其他手机可以重新扫码。',
  'helper.release': '释放手机',
};
