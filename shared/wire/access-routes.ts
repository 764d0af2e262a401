import { z } from 'zod';
import { accessReport, accessWish } from './access.ts';

const empty = z.strictObject({});

/** The rows of the route table by which an administrator decides how devices get in. */
export const accessRoutes = {
  'access.read': {
    method: 'GET',
    path: '/api/access',
    body: empty,
    answer: accessReport,
    about: 'How browsers come to trust this server, and by which addresses they reach it.',
  },
  'access.choose': {
    method: 'POST',
    path: '/api/access',
    body: accessWish,
    answer: accessReport,
    about:
      'Chooses the way; new connections find it at once. Refused while a lesson runs or a setting decides.',
  },
  'access.goOn': {
    method: 'POST',
    path: '/api/access/go-on',
    body: empty,
    answer: accessReport,
    about: 'The DNS record or the certificate files stand: look again.',
  },
} as const;
