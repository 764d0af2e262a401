import type { Dictionary } from './text.ts';

/** The page about the HTTP interface, for those who write programs. */
export const apiDocsEn = {
  'apiDocs.title': 'Sanketang: HTTP interface',
  'apiDocs.lead':
    'Every route of this server. Refusals are RFC 9457 problem details with a code. POST is taken from this server’s own pages only.',
  'apiDocs.parts': 'Parts',
  'apiDocs.open': 'Open to everybody.',
  'apiDocs.cookie': 'Needs a cookie of: {holders}. What its holder may do is checked besides.',
  'apiDocs.parameters': 'Parameters',
  'apiDocs.body': 'Body',
  'apiDocs.answer': 'Answer',
} as const satisfies Dictionary;

export type ApiDocsKey = keyof typeof apiDocsEn;
