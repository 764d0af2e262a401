import { once } from 'node:events';
import { parentPort, workerData } from 'node:worker_threads';
import fc from 'fast-check';
import { z } from 'zod';
import { openDatabase } from '../../server/platform/database.ts';
import { houseOn, lessonOf } from './booking-house.ts';

/** A thread that plans lessons into a timetable that is soon full, moves some, and tells how it went. */
const { url, seed } = z.object({ url: z.string(), seed: z.int() }).parse(workerData);
const open = openDatabase(url);
const { plan } = houseOn(open.database);
const wish = fc.record({
  start: fc.nat({ max: 60 }),
  lecturer: fc.nat({ max: 3 }),
  room: fc.integer({ min: 10, max: 13 }),
});
// Both begin when both are there.
parentPort?.postMessage('ready');
if (parentPort) await once(parentPort, 'message');
let [planned, refused] = [0, 0];
const wishes = fc.sample(wish, { numRuns: 60, seed });
const tryOne = async (each: (typeof wishes)[number]) => {
  const answer = await plan(lessonOf({ ...each, lectureRoom: each.lecturer }));
  if (answer.ok) planned += 1;
  else refused += 1;
};
// Several at once, as a server has them.
for (let from = 0; from < wishes.length; from += 6)
  await Promise.all(wishes.slice(from, from + 6).map(tryOne));
await open.close();
parentPort?.postMessage({ planned, refused });
