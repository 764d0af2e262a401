import { once } from 'node:events';
import { writeSync } from 'node:fs';
import { migrations } from '../../server/migrations.ts';
import { openDatabase } from '../../server/platform/database.ts';
import { migrate } from '../../server/platform/migrate.ts';

/**
 * Brings a database up to date when told to on standard input, and says when it begins and when it is done.
 * usage: node migrator.ts DATABASE_URL
 */
const [url = ''] = process.argv.slice(2);
const { database, close } = openDatabase(url);
writeSync(1, 'ready\n');
await once(process.stdin, 'data');
await migrate(database, migrations);
writeSync(1, 'done\n');
await close();
process.exit(0);
