import { workerData } from 'node:worker_threads';
import Sqlite from 'better-sqlite3';

const sqlite = new Sqlite(String(workerData), { fileMustExist: true });
sqlite.pragma('wal_checkpoint(PASSIVE)');
sqlite.close();
