import { z } from 'zod';
import { openTokenId } from '../kernel/ids.ts';
import { openList, openListedKey, openReport, openToken } from '../open.ts';
import { reportRoutes } from './report-routes.ts';

const nothing = z.object({});

/** Open data 开放数据: figures and lists without anybody's name, for systems that hold a token. */
export const openRoutes = {
  'open.report': {
    method: 'GET',
    path: '/api/open/report',
    body: reportRoutes['report.read'].body,
    answer: openReport,
    about:
      'Every indicator of a part of the tree over a period, and of the parts right below, without teachers’ workload. ' +
      'Authorization: Bearer TOKEN. 600 questions in a quarter of an hour.',
  },
  'open.list': {
    method: 'GET',
    path: '/api/open/report/list',
    body: reportRoutes['report.list'].body.extend({ indicator: openListedKey }),
    answer: openList,
    about:
      'The rows behind an indicator, a page at a time, without anybody’s name. Authorization: Bearer TOKEN.',
  },
  'openToken.list': {
    method: 'GET',
    path: '/api/open-tokens',
    body: z.strictObject({}),
    answer: z.object({ tokens: z.array(openToken) }),
    about: 'Tokens that open the data of the asker’s part of the tree, and when each was last used.',
  },
  'openToken.create': {
    method: 'POST',
    path: '/api/open-tokens',
    body: z.strictObject({
      name: z.string().trim().min(1).max(60),
      scopeKind: z.enum(['region', 'school']),
      scopeId: z.uuid(),
    }),
    answer: z.object({ id: openTokenId, secret: z.string() }),
    about: 'A token that reads open data of a part of the tree. Shown this once.',
  },
  'openToken.revoke': {
    method: 'POST',
    path: '/api/open-tokens/:openTokenId/revoke',
    body: z.strictObject({ openTokenId }),
    answer: nothing,
    about: 'Ends a token at once.',
  },
} as const;
