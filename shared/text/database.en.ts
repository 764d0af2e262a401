import type { Dictionary } from './text.ts';

/** What npm run db says. */
export const databaseEn = {
  'database.help': `The records: bring up to date, copy, put back, move.

  npm run db -- migrate                      bring the records up to date with this version
  npm run db -- backup FILE                  copy all records into FILE; the server may go on running
  npm run db -- restore FILE                 put a copy into empty records; the server must be stopped
  npm run db -- copy --to postgres://…       move all records to an empty PostgreSQL; the server must be stopped

  --data-dir PATH   same as DATA_DIR
  DATABASE_URL (or DATABASE_URL_FILE) and DATA_DIR say where the records are, as for npm start.
  A password can stay out of the command: PGPASSFILE names a file that holds it.`,
  'database.unknownCommand': '"{command}" is no such command. Known: migrate, backup, restore, copy.',
  'database.unknownArgument':
    'The argument "{argument}" has no place here. npm run db -- --help shows how it goes.',
  'database.fileWanted': 'Say which file: npm run db -- {command} FILE',
  'database.toWanted':
    'Say where to, beginning with postgres:// or file: — npm run db -- copy --to postgres://user@host/name',
  'database.toItself': 'That is where the records are already. Name another, empty database after --to.',
  'database.inUse':
    'A server is running on these records. Stop it first; a copy that is taken without stopping is made by npm run db -- backup FILE.',
  'database.targetInUse': 'A server is running on the database that is to be filled. Stop it first.',
  'database.notEmpty':
    'There are records already where these should go; nothing was changed. Name an empty database, or move the old file away.',
  'database.empty': 'There are no records here yet: {where}. Check DATA_DIR and DATABASE_URL.',
  'database.noRecords': 'There are no records here yet. Check DATA_DIR and DATABASE_URL.',
  'database.fileThere':
    '{file} exists already and is not overwritten. Choose another name, such as one with the date.',
  'database.fileMissing': '{file} does not exist. Check the path.',
  'database.noBackup': '{file} is no copy made by npm run db -- backup, or it is damaged. Take another copy.',
  'database.differs':
    'The table {table} is not what was read ({found} rows, {wanted} wanted). Nothing of it may be used: take another copy, or check the disk, and begin again.',
  'database.newer':
    'These records were written by a newer version of Sanketang. Use that version for it, or update this one first.',
  'database.unfinished':
    'Records were being brought here and did not all arrive. Run the same restore or copy again; it begins anew by itself.',
  'database.away':
    'The database cannot be reached or opened ({error}). Check the address and the user’s rights.',
  'database.full': 'The disk is full. Make room and run the same again.',
  'database.failed': 'Something unforeseen happened ({error}). Please report it together with this line.',
  'database.table': '{table}: {rows} rows',
  'database.migrated': 'The records are up to date; {count} steps were done now.',
  'database.backedUp': 'Copied into {file}: {rows} rows in {tables} tables.',
  'database.keysApart':
    'Certificates and their keys lie in the folder access/ below the data folder and are not in it: keep them apart.',
  'database.restored': 'Restored and compared: {rows} rows in {tables} tables. The server can be started.',
  'database.copied':
    'Copied and compared: {rows} rows in {tables} tables. Set DATABASE_URL to the new database and start the server; the old records stay as they are.',
} as const satisfies Dictionary;

export type DatabaseTextKey = keyof typeof databaseEn;
