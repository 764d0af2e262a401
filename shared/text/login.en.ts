import type { Dictionary } from './text.ts';

/** Ways of signing in, invitations, one's own account. */
export const loginEn = {
  'login.byOffice': 'Sign in with {name}',
  'login.or': 'or with an account of this system',
  'office.unknown':
    'You are signed in at your office, but the register here does not know you. Ask your school’s administrator to enter your staff code; it must be the same as your name there.',
  'office.several':
    'More than one person in the register has this staff code or sign-in name. Ask your school’s administrator to look.',
  'office.state': 'This sign-in has expired, or began in another browser. Sign in once more.',
  'office.refused': 'Your office’s sign-in said no. Try again, or use an account of this system.',
  'office.used': 'This sign-in has been used already. Sign in once more.',
  'office.answer':
    'The answer of your office’s sign-in could not be verified, so you were not let in. Try again; if it stays so, tell an administrator.',
  'office.clock':
    'The clocks of this server and of your office’s sign-in differ too much. Ask an administrator to set this server’s time.',
  'office.claim':
    'Your office’s sign-in does not say by what name it knows you. Ask an administrator to check OIDC_CLAIM.',
  'office.away':
    'Your office’s sign-in cannot be reached. Try again later, or use an account of this system.',
  'office.address': 'Open this system at the address that your school has published, then sign in.',
  'office.tries': 'Too many tries. Wait 15 minutes, then try again.',

  'invitation.title': 'Set up your account',
  'invitation.resetTitle': 'Choose a new password',
  'invitation.lead': '{name}, {school}. Choose a sign-in name and a password; you will sign in with them.',
  'invitation.leadOffice': '{name}. Choose a sign-in name and a password; you will sign in with them.',
  'invitation.resetLead': '{name}, choose a new password. You will be signed out everywhere else.',
  'invitation.noToken': 'Open the whole link that you were given, with the part after “#”.',
  'invitation.over':
    'This link has been used, has expired, or a newer one took its place. Ask for a new one.',
  'invitation.again': 'Password once more',
  'invitation.differs': 'The two passwords differ.',
  'invitation.submit': 'Save and sign in',
  'invitation.forgetLead': 'If this is not you, close the page and choose nothing.',

  'account.title': 'My account',
  'account.lead': '{name} · {place}',
  'account.roles': 'Roles',
  'account.colon': ': ',
  'account.noRoles': 'None. Ask an administrator.',
  'account.password': 'Change password',
  'account.loginName': 'Sign-in name: {loginName}',
  'account.byOfficeOnly': 'You sign in at your office; there is no password here.',
  'account.current': 'Present password',
  'account.new': 'New password',
  'account.change': 'Change password',
  'account.changed': 'The password is changed; you are signed out everywhere else.',
  'account.wrongCurrent': 'The present password is wrong.',

  'logins.title': 'Where you are signed in',
  'logins.where': 'Signed in at',
  'logins.none': 'Signed in nowhere.',
  'logins.here': 'This browser',
  'logins.unknownBrowser': 'Unknown browser',
  'logins.since': 'Signed in {time}',
  'logins.seen': 'last used {time}',
  'logins.end': 'Sign out',
  'logins.endOne': 'Sign out there: {browser}',
  'logins.endOthers': 'Sign out everywhere else',

  'personAccess.person': 'Sign-in',
  'personAccess.personFor': 'Sign-in of {name}',
  'personAccess.noSignIn': 'No sign-in name yet. Send an invitation link, by which they choose one.',
  'personAccess.office': 'May sign in at the office too.',
  'personAccess.invite': 'Make an invitation link',
  'personAccess.reset': 'Make a link for a new password',
  'personAccess.inviteLead':
    'Give this link to the person. It works once, until {time}. It is shown only now; a newer link ends this one.',
  'personAccess.inviteAddress': 'Link',
  'personAccess.copy': 'Copy link',
  'personAccess.copied': 'Copied.',
  'personAccess.copyRefused': 'The browser does not let us copy. Select the link and copy it by hand.',
} as const satisfies Dictionary;

export type LoginTextKey = keyof typeof loginEn;
