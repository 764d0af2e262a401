import type { Dictionary } from './text.ts';

/** The console's page “Getting in”: how browsers come to trust this server. */
export const accessEn = {
  'nav.access': 'Getting in',
  'access.title': 'Getting in',
  'access.lead':
    'Browsers open camera and microphone only to addresses they trust. Choose a way; it can be changed later.',
  'access.later': 'Choose later',
  'access.continue': 'Continue',
  'access.byConfig': "The server's settings (environment) decide; it cannot be changed here.",
  'access.lessonRuns': 'A lesson is running. The way can be changed after it.',
  'access.ways': 'Three ways',
  'access.way.public-name': 'Public name',
  'access.way.public-name.lead':
    'A name with a certificate that everybody trusts. Every device works at once, inside WeChat too. The way for a county.',
  'access.way.own-ca': 'Own certificate',
  'access.way.own-ca.lead':
    'Needs no name. The server issues its own certificate; each device installs it once, about two minutes. The way for one school.',
  'access.way.own-ca.limits':
    "WeChat on Android ignores certificates that people install: use the phone's browser there.",
  'access.way.localhost': 'This machine only',
  'access.way.localhost.lead': 'To try it on this computer, without any certificate.',
  'access.way.localhost.limits': 'No other computer, large screen or phone gets in.',
  'access.inUse': 'In use',
  'access.name': 'Name',
  'access.nameHelp': 'Such as class.example.edu.cn; it must point to this server already.',
  'access.source': 'Where the certificate comes from',
  'access.source.files': 'I have the files',
  'access.source.acme': 'Asked for automatically (ACME over DNS)',
  'access.directoryUrl': 'ACME directory of the certificate authority',
  'access.directoryUrlHelp':
    "Published by the authority. The server speaks with this address only; using it accepts the authority's terms.",
  'access.email': 'E-mail',
  'access.emailHelp': 'Optional. The authority writes to it.',
  'access.use': 'Use this way',
  'access.now': 'As it is now',
  'access.address': 'Address of Sanketang',
  'access.otherAddresses': 'Other addresses',
  'access.schoolOnly':
    "An address of the school's own network: phones and screens reach it over the school's Wi-Fi only.",
  'access.certificate': 'Certificate',
  'access.certificateNone':
    'None: plain HTTP is in use, so camera and microphone work on this very machine only.',
  'access.certificateUntil': 'Issued by {issuer}, until {date}; renewed by itself before',
  'access.certificateFilesUntil': 'Issued by {issuer}, until {date}; put new files there before',
  'access.names': 'Names and addresses in it',
  'access.problem.missing': 'No certificate has been found yet.',
  'access.problem.unreadable':
    'Certificate or key cannot be read: PEM is wanted, the key without a passphrase.',
  'access.problem.key-mismatch': 'The key belongs to another certificate.',
  'access.problem.expired': 'The certificate is over and browsers refuse it. Replace it.',
  'access.problem.not-yet-valid': "The certificate is not valid yet. Check the server's clock.",
  'access.problem.wrong-name':
    'The certificate does not hold this name and browsers refuse it. Replace it, or correct the name.',
  'access.files': 'The files are expected at',
  'access.filesHelp':
    'The first is the certificate with its chain, the second the key. Whatever is put there counts within a minute, without a restart.',
  'access.look': 'They are there: check now',
  'access.install': 'Let devices trust this server',
  'access.installLead':
    'Open this address once on every computer, large screen and phone and follow the pictures.',
  'access.installFirst':
    'Install it on this computer first, then come in by the address above; nobody can sign in at the http address any more.',
  'access.fingerprint': 'Fingerprint (SHA-256)',
  'access.fingerprintHelp': 'The install page must show the same.',
  'access.outside': 'This authority may not vouch for these names, so browsers refuse them: {names}.',
  'access.acme': 'Asking the authority',
  'access.acme.idle': 'Nothing is under way.',
  'access.acme.working': 'Speaking with the authority; it may take some minutes …',
  'access.acme.byHook': 'A command on the server sets the DNS record.',
  'access.acme.failed': 'No certificate came: {why}',
  'access.acme.again': 'Try again',
  'access.acme.record':
    'Add this TXT record to the DNS of the name, wait until it can be seen, then press the button. It may go once the certificate is here.',
  'access.acme.recordName': 'Record',
  'access.acme.recordValue': 'Value',
  'access.acme.stands': 'It stands: check it',
} as const satisfies Dictionary;

export type AccessTextKey = keyof typeof accessEn;
