import pg from 'pg';
import { expect, it } from 'vitest';
import { startPostgres } from '../support/postgres.ts';

it('the PostgreSQL that tests get is empty, speaks UTF-8, and is gone after its end', async (context) => {
  const started = await startPostgres();
  if (started.state === 'skipped') return context.skip(started.reason);
  const client = new pg.Client({ connectionString: started.postgres.url });
  await client.connect();
  const tables = await client.query("select 1 from information_schema.tables where table_schema = 'public'");
  const school = await client.query('select $1::text as name', ['青山乡教学点']);
  await client.end();
  await started.postgres.stop();
  expect(tables.rows).toEqual([]);
  expect(school.rows).toEqual([{ name: '青山乡教学点' }]);
  await expect(new pg.Client({ connectionString: started.postgres.url }).connect()).rejects.toThrow();
});
