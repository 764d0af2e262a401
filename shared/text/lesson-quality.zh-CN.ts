import type { LessonQualityKey } from './lesson-quality.en.ts';

export const lessonQualityZhCn: Readonly<Record<LessonQualityKey, string>> = {
  'quality.title': '线路与设备',
  'quality.room': '教室',
  'quality.steps': '收到的画面',
  'quality.steps.unknown': '没有记录',
  'quality.stepFor': '{step}：{minutes} 分钟',
  'quality.silentFor': '没有音视频：{minutes} 分钟',
  'quality.freezes': '卡顿',
  'quality.freezes.some': '{total} 次，共 {seconds} 秒',
  'quality.freezes.none': '无',
  'quality.loss': '丢包',
  'quality.loss.worst': '最差的一分钟 {percent}',
  'quality.reconnects': '断线重连',
  'quality.reconnects.some': '{total} 次',
  'quality.silent': '无音视频 {minutes} 分钟',
  'quality.delay': '往返时延',
  'quality.delay.ms': '{ms} 毫秒',
  'quality.firstFrame': '首帧 {seconds} 秒',
  'quality.cause': '未计入的原因',
  'quality.unmeasured': '—',
  'quality.explained':
    '由教室浏览器每 5 秒上报的数据、降级阶梯和课堂日志得出，只计上课时间。原因由系统判断，日志分不清时以助教课后确认为准。',
};
