import type { LecturePcTextKey } from './lecture-pc.en.ts';
import type { Dictionary } from './text.ts';

/** 主讲教室的电脑：课前检查页上的登记和自检。 */
export const lecturePcZhCn: Dictionary<LecturePcTextKey> = {
  'pc.ask': '这台电脑是“{room}”的主讲电脑吗？',
  'pc.askWhich': '这台电脑是哪间教室的主讲电脑？',
  'pc.askLead': '登记后管理员能看到检查结果，坏了早修。自带的电脑请点“不是”。',
  'pc.room': '主讲教室',
  'pc.choose': '请选择教室',
  'pc.yes': '是，登记',
  'pc.no': '不是',
  'pc.offer': '这是主讲教室的电脑？登记…',
  'pc.known': '本机：{room}的主讲电脑',
  'pc.knownElsewhere': '本机登记为{school}{room}的主讲电脑',
  'pc.leave': '不是这台',
  'pc.left': '已取消，本机不再是主讲电脑。',
  'pc.checking': '正在检查摄像头、麦克风、喇叭和网速…',
  'pc.passed': '检查正常，已上报',
  'pc.found': '检查发现：{words}。已上报，可继续上课',
  'pc.comma': '，',
  'pc.unreported': '检查结果没有上报：{why}',
  'pc.asked': '管理员要求检查本机，约 15 秒，会响一声。',
};
