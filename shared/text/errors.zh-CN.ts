import type { ErrorCode } from '../kernel/errors.ts';
import type { Dictionary } from './text.ts';

/** One sentence for every refusal: what happened, and what to do. */
export const errorsZhCn = {
  'error.BAD_REQUEST': '页面发出的内容服务器不认识。请刷新页面后再试。',
  'error.UNKNOWN_REQUEST': '服务器不支持这项操作。请刷新页面；仍不行请联系管理员。',
  'error.TOO_LARGE': '内容太大，服务器没有接收。请减少内容后再试。',
  'error.VERSION_UNSUPPORTED': '页面版本与服务器不一致。请刷新页面。',
  'error.ORIGIN_REFUSED': '这个网址未被服务器允许。请使用学校公布的网址打开。',
  'error.UNAUTHENTICATED': '登录已失效。请重新登录。',
  'error.WRONG_CREDENTIALS': '账号或密码不正确。请核对后再输入。',
  'error.CODE_INVALID': '配对码不正确或已过期。请按大屏上现在显示的配对码重新输入。',
  'error.TOO_MANY_TRIES': '尝试次数过多。请等 15 分钟后再试。',
  'error.TOO_FAST': '发得太快。请等 {seconds} 秒后再发。',
  'error.NOT_FOUND': '没有找到，或您无权查看。请返回上一页核对。',
  'error.FORBIDDEN': '您没有这项权限。如需使用，请联系管理员。',
  'error.PHONE_TAKEN': '已有手机在协助本教室，请让主讲老师或学校管理员释放。',
  'error.ALREADY_LED': '另一位老师已经开始了这节课。您可以作为助教进入。',
  'error.LESSON_ENDED': '这节课已经结束，不能再操作。',
  'error.LESSON_NOT_LIVE': '这节课还没有开始。请先开始上课。',
  'error.LINK_CLOSED': '这个链接已被关闭。请向老师要新的链接。',
  'error.REOPEN_EXPIRED': '下课已超过 30 分钟，不能再继续这节课。请新开一节课。',
  'error.INVALID_STATE': '现在不能进行这项操作。请刷新页面查看最新情况。',
  'error.INVALID_VALUE': '填写的内容不符合要求。请检查标出的项目。',
  'error.CONFLICT': '别人刚刚改动了同一内容。请看过最新情况后再试。',
  'error.STREAM_REFUSED': '当前身份不能发送这路画面或声音。',
  'error.CODEC_UNSUPPORTED': '这个浏览器无法播放这路画面。请换用新版 Edge 或 Chrome。',
  'error.MEDIA_UNAVAILABLE': '音视频服务暂时不可用，正在自动重试，无需操作。',
  'error.UNAVAILABLE': '暂时连不上服务器，正在自动重试，无需操作。',
  'error.TIMEOUT': '服务器没有及时回应。请检查网络后再试。',
  'error.INTERNAL': '服务器出错，已经记录。请稍后再试；仍不行请联系管理员。',
} as const satisfies Dictionary<`error.${ErrorCode}`>;
