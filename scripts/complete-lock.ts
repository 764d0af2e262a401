import { readFileSync, writeFileSync } from 'node:fs';
import { entryFor, findGaps, type LockEntry } from './lib/lock-entries.ts';
import { inRoot } from './lib/paths.mjs';

// After every change of the dependencies: CONTRIBUTING.md.
const file = inRoot('package-lock.json');
const lock: { packages: Record<string, LockEntry> } = JSON.parse(readFileSync(file, 'utf8'));
const gaps = findGaps(lock.packages);
for (const gap of gaps) {
  const entry = entryFor(gap);
  if (entry) lock.packages[`node_modules/${gap.name}`] = entry;
  else console.error(`${gap.name}: its name does not say for which machines it is; add it by hand`);
}
const sorted = Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, 'en'));
writeFileSync(file, `${JSON.stringify({ ...lock, packages: Object.fromEntries(sorted) }, null, 2)}\n`);
console.log(`${gaps.length} entries completed`);
