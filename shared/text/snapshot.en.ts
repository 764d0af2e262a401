/** Frozen reports and daily seals. */
export const snapshotEn = {
  'snapshot.title': 'Frozen reports',
  'snapshot.lead':
    'A report as it was on a day, with definitions and thresholds. It never changes; what is recorded later shows as differences.',
  'snapshot.kind': 'Period',
  'snapshot.date': 'A day in it',
  'snapshot.make': 'Freeze this report',
  'snapshot.name': 'Place',
  'snapshot.period': 'Period',
  'snapshot.made': 'Frozen',
  'snapshot.byCalendar': 'by the calendar',
  'snapshot.hash': 'SHA-256',
  'snapshot.provisional': 'Provisional',
  'snapshot.provisionalTip':
    'The period was not over or not all counted: figures may change without a correction.',
  'snapshot.making': 'Being frozen: {done} of {total} places',
  'snapshot.failed': 'Could not be frozen. Please try again.',
  'snapshot.download': 'Download',
  'snapshot.differences': 'Differences',
  'snapshot.empty':
    'Nothing frozen yet. Each month is frozen some days after its end, or now with “Freeze this report”.',
  'snapshot.same': 'Every figure would be the same today.',
  'snapshot.differCount': '{count} figures would be different today; what is frozen stays.',
  'snapshot.figure': 'Figure',
  'snapshot.was': 'Frozen',
  'snapshot.is': 'Today',
  'snapshot.later': 'Recorded since',
  'snapshot.laterCount': '{count} entries were recorded since that bear on it.',
  'snapshot.when': 'When',
  'snapshot.what': 'What',
  'snapshot.who': 'Who',
  'snapshot.why': 'Reason',
  'snapshot.kind.cause': 'Cause set right',
  'snapshot.kind.log': 'Lesson’s log',
  'snapshot.kind.register': 'Register: {table}',

  'seal.title': 'Daily seals',
  'seal.lead':
    'Each day’s records, signed with a key outside the database. Keep these files and the public key elsewhere: npm run report -- verify FILE then shows whether anything was changed.',
  'seal.key': 'Public key',
  'seal.day': 'Day',
  'seal.number': 'No.',
  'seal.content': 'Sealed',
  'seal.counts': '{sessions} lessons, {rows} rows',
  'seal.keyPrint': 'Key',
  'seal.empty': 'The first seal is made after midnight.',
} as const;

export type SnapshotTextKey = keyof typeof snapshotEn;
