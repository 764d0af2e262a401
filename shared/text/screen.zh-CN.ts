import type { ScreenKey } from './screen.en.ts';
import type { Dictionary } from './text.ts';

/** 大屏上的全部文字。八米外可读：句子要短，先说发生了什么，再说要做什么。 */
export const screenZhCn: Dictionary<ScreenKey> = {
  'screen.title': '三课堂 · 大屏',
  'screen.starting': '正在启动…',

  'screen.pair.title': '给这块大屏指定教室',
  'screen.pair.how': '请管理员打开 {address}，在“大屏”页点“配对大屏”，输入下面的配对码。',
  'screen.pair.renew': '配对码会自动更换，配对后自动进入，无需在这里操作。',
  'screen.pair.waiting': '正在获取配对码…',
  'screen.notice.revoked': '这块大屏的授权已被取消，需要重新配对。',
  'screen.notice.keyRefused': '启动地址里的密钥无效，需要重新配对。',

  'screen.unreachable.title': '连不上服务器',
  'screen.unreachable.how': '正在自动重试，无需操作。若长时间不恢复，请检查网线和路由器。',
  'screen.unreachable.since': '已断开 {duration}',
  'screen.replaced.title': '本教室的大屏已在另一处打开',
  'screen.replaced.how': '如要在这里上课，请按“确定”键。',
  'screen.stopped.title': '服务器没有接受这块大屏',
  'screen.stopped.how': '{reason} 按“确定”键重试。',

  'screen.idle.next': '下一节课',
  'screen.idle.none': '今天没有安排的课',
  'screen.idle.noneHint': '有课时会自动进入，请保持开机。',
  'screen.idle.in': '{duration}后开始',
  'screen.idle.joining': '正在进入课堂…',
  'screen.idle.from': '{school} · {teacher}',

  'screen.check.title': '设备检查',
  'screen.check.camera': '摄像头',
  'screen.check.sound': '声音',
  'screen.check.line': '网络',
  'screen.check.camera.unknown': '检查中',
  'screen.check.camera.ok': '正常',
  'screen.check.camera.none': '没有接摄像头，听课不受影响',
  'screen.check.camera.denied': '浏览器未允许使用摄像头，听课不受影响',
  'screen.check.camera.busy': '摄像头被别的程序占用，听课不受影响',
  'screen.check.camera.insecure': '网址不是 https，不能用摄像头，听课不受影响',
  'screen.check.sound.unknown': '检查中',
  'screen.check.sound.ok': '可以播放',
  'screen.check.sound.blocked': '需要按一次“确定”键',
  'screen.check.line.ok': '正常',
  'screen.check.line.down': '中断，正在重连，无需操作',

  'screen.waiting.title': '等待上课',
  'screen.waiting.here': '老师已进入，即将开始',
  'screen.waiting.away': '老师还没有进入',
  'screen.waiting.in': '{duration}后开始',
  'screen.waiting.due': '已到上课时间，等待老师开始',

  'screen.live.camera': '老师画面',
  'screen.live.content': '课件画面',
  'screen.live.headCount': '{present}/{expected} 人',
  'screen.live.expected': '应到 {expected} 人',

  'screen.trouble.reconnecting': '网络中断，正在重连，无需操作',
  'screen.trouble.linkOnly': '网络不稳，正在恢复',
  'screen.trouble.connecting': '正在接通画面和声音…',
  'screen.trouble.mediaUnavailable': '音视频服务暂时不可用，正在自动重试，无需操作',
  'screen.trouble.lecturerLost': '老师那边的网络断了，请稍等，会自动恢复',
  'screen.trouble.lecturerAway': '老师暂时离开了课堂，请稍等',
  'screen.trouble.nothingSent': '老师还没有打开画面，请稍等',
  'screen.trouble.still': '画面暂停，正在恢复',
  'screen.trouble.unsupported': '这块大屏无法播放老师的画面，请更新浏览器；声音不受影响',

  'screen.sound.blocked': '按“确定”键打开声音',

  'screen.over.title': '下课了',
  'screen.over.hint': '马上回到待机页面，无需操作。',

  'screen.duration.days': '{days} 天',
  'screen.duration.hours': '{hours} 小时 {minutes} 分钟',
  'screen.duration.minutes': '{minutes} 分钟',
  'screen.duration.seconds': '{seconds} 秒',
};
