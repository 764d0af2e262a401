import type { ApiDocsKey } from './api-docs.en.ts';
import type { Dictionary } from './text.ts';

/** 给开发者看的 HTTP 接口页。 */
export const apiDocsZhCn: Dictionary<ApiDocsKey> = {
  'apiDocs.title': '三课堂 HTTP 接口',
  'apiDocs.lead': '本服务器的全部接口。被拒绝时返回带代码的 RFC 9457 说明。POST 只接受本站页面发出的请求。',
  'apiDocs.parts': '分类',
  'apiDocs.open': '任何人都可以调用。',
  'apiDocs.cookie': '需要以下之一的 cookie：{holders}。此外还会检查权限。',
  'apiDocs.parameters': '参数',
  'apiDocs.body': '请求体',
  'apiDocs.answer': '返回',
};
