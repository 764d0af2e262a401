/** npm run report. */
export const verifyEn = {
  'verify.help': `Verifies what an office has kept against the records.

  npm run report -- verify FILE      a daily seal (….seal.json) or a frozen report (….snapshot.json)

  --key FILE        the public key of seals that you kept (….pub.pem);
                    left out: those beside FILE, then those in DATA_DIR/seals
  --data-dir PATH   like DATA_DIR
  The records are where DATABASE_URL (or DATABASE_URL_FILE) and DATA_DIR say, as for npm start.
  Exit code: 0 all is as it was kept, 1 something is not, 2 it could not be verified.`,
  'verify.unknownCommand': 'There is no command "{command}". Use: npm run report -- verify FILE',
  'verify.unknownArgument': 'Nothing can be done with "{argument}". See npm run report -- --help.',
  'verify.fileWanted': 'Name the file: npm run report -- verify FILE',
  'verify.fileMissing': '{file} cannot be read. Check the path.',
  'verify.notKept':
    '{file} is neither a daily seal nor a frozen report, or it is damaged. Take another copy.',
  'verify.keyMissing':
    'There is no public key to check {file} with. Name the one that you kept: --key FILE.pub.pem',
  'verify.keyWrong': '{file} holds no public key. Take the .pub.pem that was downloaded with the seals.',
  'verify.otherKey':
    '{file} was signed with another key ({print}) than the one you trust. Do not believe it, unless you know why the key was changed.',
  'verify.altered': '{file} was changed after it was signed. Do not believe it; take another copy.',
  'verify.empty': 'There are no records here: {where}. Check DATA_DIR and DATABASE_URL.',
  'verify.away': 'The database cannot be reached or opened ({error}). Check the address and the rights.',
  'verify.failed': 'Something unforeseen happened ({error}). Please report this line to us.',

  'verify.sealed':
    'The seal of {date} (no. {number}, key {print}) is signed and whole. Comparing {seals} days and {sessions} lessons …',
  'verify.accepted':
    'As sealed: {sessions} lessons with {events} events, {rows} rows of registers and lists, {seals} days.',
  'verify.found': '{count} things are not as they were sealed:',
  'verify.more': '… and {count} more',
  'verify.log.changed': 'lesson {session}: event {seq} was changed',
  'verify.log.deleted': 'lesson {session}: event {seq} is missing',
  'verify.log.inserted': 'lesson {session}: an event was inserted at or before {seq}',
  'verify.log.reordered': 'lesson {session}: events were reordered from {seq} on',
  'verify.log.truncated': 'lesson {session}: the end is missing, from event {seq} on',
  'verify.log.removed': 'lesson {session}: the whole log was removed',
  'verify.log.rebuilt': 'lesson {session}: the log was written anew; it no longer ends as it was sealed',
  'verify.log.words': 'lesson {session}: the words of event {seq} were changed',
  'verify.row.changed': 'table {table}, recorded up to {date}: rows were changed: {ids}',
  'verify.row.deleted': 'table {table}, recorded up to {date}: {missing} rows were deleted',
  'verify.row.inserted': 'table {table}, recorded up to {date}: rows were inserted: {ids}',
  'verify.quality':
    'measurements {table} of lesson {session} are not those that were sealed ({found} rows, sealed were {sealed})',
  'verify.seal.changed': 'seal no. {number} in the database is not the one that later seals vouch for',
  'verify.seal.missing': 'seal no. {number} is missing from the database',
  'verify.snapshot': 'Frozen report of {name}, {from} to {to}, made on {date}: whole, SHA-256 {sha256}.',
  'verify.snapshot.provisional': 'It was provisional: its period was not over or not all counted.',
  'verify.snapshot.unknown': 'The records hold no such report: whoever made the file did not make it here.',
  'verify.snapshot.other': 'The records hold this report with another SHA-256: one of the two was changed.',
  'verify.snapshot.altered': '{file} is not what its own SHA-256 says. Do not believe it; take another copy.',
  'verify.snapshot.counting': 'Counting again from the logs, in a copy …',
  'verify.snapshot.same': 'Equal: {places} places and {needs} unserved needs are as they were frozen.',
  'verify.snapshot.differs': '{count} figures and needs would be different today:',
  'verify.snapshot.figure': '{name}, {key}: frozen {was}, now {is}',
  'verify.snapshot.need': '{school}, {subject} {grade}: cause frozen {was}, now {is}',
  'verify.snapshot.changes': '{count} things were recorded since that bear on it:',
  'verify.snapshot.unexplained':
    'Nothing that bears on it was recorded since. Verify the daily seals: records may have been changed.',
  'verify.snapshot.change': '{at} {kind} by {by}, {school}: {reason}',
  'verify.incomplete':
    'What is older than that seal could not be compared. Put the files of earlier seals beside {file} and try again.',
} as const;

export type VerifyTextKey = keyof typeof verifyEn;
