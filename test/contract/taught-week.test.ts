import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Backend, backends } from '../support/backends.ts';
import { readWeek, teachWeek } from '../support/taught-week.ts';

const folder = mkdtempSync(join(tmpdir(), 'sanketang-week-'));
const made: Backend[] = [];
beforeAll(async () => {
  for (const { name, make } of backends) made.push(await make(join(folder, `${name}.db`)));
});
afterAll(async () => {
  for (const each of made) if (each.state === 'open') await each.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Ids and hashes are chance; everything else, and which id stands where, is not. */
function withoutChance(text: string): string {
  const names = new Map<string, string>();
  return text.replace(/[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{64}/g, (id) => {
    const name = names.get(id) ?? `#${names.size}`;
    names.set(id, name);
    return name;
  });
}

test('directory, needs, links, lessons, logs, attendance and coverage of a week are the same on both databases', async ({
  skip,
}) => {
  const texts: string[] = [];
  for (const each of made) {
    if (each.state === 'missing') return skip(each.reason);
    const county = await teachWeek(each.url);
    texts.push(withoutChance(await readWeek(each.url, county)));
  }
  const [sqlite = '', postgres] = texts;
  expect(sqlite.length).toBeGreaterThan(5_000);
  expect(JSON.parse(postgres ?? 'null')).toEqual(JSON.parse(sqlite));
});
