import { z } from 'zod';
import { invitationId, personId } from '../kernel/ids.ts';
import { loginName, me, password, personFields } from '../person.ts';

const empty = z.strictObject({});
const nothing = z.object({});
/** A secret of a link, from the fragment of its address. */
const linkToken = z.string().max(128);

/** The rows about signing in, and about who may. */
export const identityRoutes = {
  'setup.state': {
    method: 'GET',
    path: '/api/setup',
    body: empty,
    answer: z.object({ open: z.boolean() }),
    about: 'Whether the first administrator is still to be made.',
  },
  'setup.create': {
    method: 'POST',
    path: '/api/setup',
    body: z.strictObject({
      token: linkToken,
      officeName: z.string().trim().min(1).max(60),
      name: personFields.shape.name,
      loginName,
      password,
    }),
    answer: me,
    about: 'Makes the first administrator with the one-time link printed at start-up, and signs in.',
  },
  'login.create': {
    method: 'POST',
    path: '/api/login',
    body: z.strictObject({ loginName: z.string().max(64), password: z.string().max(200) }),
    answer: me,
    about: 'Signs in; the answer sets an HttpOnly cookie.',
  },
  'login.end': {
    method: 'POST',
    path: '/api/logout',
    body: empty,
    answer: nothing,
    about: 'Signs out and closes the sockets of this login.',
  },
  'login.read': { method: 'GET', path: '/api/me', body: empty, answer: me, about: 'Who is signed in.' },
  'login.ways': {
    method: 'GET',
    path: '/api/login/ways',
    body: empty,
    answer: z.object({ office: z.object({ name: z.string() }).nullable() }),
    about:
      "Which ways of signing in there are beside a password: the office's own sign-in (OpenID Connect), if configured.",
  },
  'login.list': {
    method: 'GET',
    path: '/api/people/:personId/logins',
    body: z.strictObject({ personId }),
    answer: z.object({
      loginName: z.string().nullable(),
      office: z.boolean(),
      logins: z.array(
        z.object({
          id: z.string(),
          createdAtMs: z.int(),
          lastSeenAtMs: z.int(),
          browser: z.string(),
          current: z.boolean(),
        }),
      ),
    }),
    about: 'Where somebody is signed in: for themselves and their administrator.',
  },
  'login.revoke': {
    method: 'POST',
    path: '/api/people/:personId/logins/revoke',
    /** Without an id: all of them, and the sign-in itself stays. */
    body: z.strictObject({ personId, id: z.string().max(64).optional() }),
    answer: nothing,
    about: 'Ends logins of a person at once and closes their sockets.',
  },
  'login.changePassword': {
    method: 'POST',
    path: '/api/login/password',
    body: z.strictObject({ current: z.string().max(200), password }),
    answer: nothing,
    about: 'Changes the password of whoever is signed in; every other login of theirs ends.',
  },
  'invitation.create': {
    method: 'POST',
    path: '/api/people/:personId/invitation',
    body: z.strictObject({ personId }),
    answer: z.object({ id: invitationId, address: z.string(), expiresAtMs: z.int() }),
    about:
      'A link that lets a person choose their sign-in, or a new password, once and within 7 days. Shown this once.',
  },
  'invitation.open': {
    method: 'POST',
    path: '/api/invitations/open',
    body: z.strictObject({ token: linkToken }),
    answer: z.object({ name: z.string(), schoolName: z.string(), loginName: z.string().nullable() }),
    about: 'For whom an invitation is; their sign-in name if they have one already.',
  },
  'invitation.accept': {
    method: 'POST',
    path: '/api/invitations/accept',
    body: z.strictObject({ token: linkToken, loginName, password }),
    answer: me,
    about: 'Takes up an invitation and signs in; earlier logins of the person end.',
  },
} as const;
