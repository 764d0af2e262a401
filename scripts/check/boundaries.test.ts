import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inRoot } from '../lib/paths.mjs';
import { type Cruise, cruise, judgeCruise, parseCruise } from './boundaries.ts';

const packages = ['zod', 'mediasoup', 'react', 'antd', 'express', 'better-sqlite3'];

/** A forbidden import each: rule, file, what it imports. Type imports count, so some are only that. */
const planted: readonly (readonly [rule: string, file: string, target: string])[] = [
  ['no-cycles', 'shared/cycle-a.ts', './cycle-b.ts'],
  ['no-unresolvable', 'shared/lost.ts', './nowhere.ts'],
  ['shared-imports-zod-only', 'shared/reads-disk.ts', 'node:fs'],
  ['sfu-imports-shared-and-mediasoup', 'sfu/knows-server.ts', '../server/session/session.service.ts'],
  ['sfu-has-one-library', 'sfu/writes-pages.ts', 'express'],
  ['only-sfu-imports-mediasoup', 'server/session/engine.service.ts', 'mediasoup'],
  ['server-sees-only-the-sfu-door', 'server/session/deep.service.ts', '../../sfu/engine/space.ts'],
  ['client-imports-shared-only', 'client/console/reach.ts', '../../server/session/session.service.ts'],
  ['server-never-imports-client', 'server/view/pages.service.ts', '../../client/live/mirror.ts'],
  ['nothing-imports-test', 'server/app.ts', '../test/support/fake.ts'],
  ['client-live-has-no-react', 'client/live/hook.ts', 'react'],
  ['large-screen-phone-and-watch-have-no-antd', 'client/screen/button.ts', 'antd'],
  ['screens-do-not-import-each-other', 'client/screen/borrow.ts', '../console/reach.ts'],
  ['rules-are-pure', 'server/session/session.rules.ts', './session.service.ts'],
  ['rules-are-pure', 'server/session/clock.rules.ts', 'node:perf_hooks'],
  ['only-platform-constructs-technology', 'server/session/session.routes.ts', 'express'],
  ['platform-knows-no-teaching', 'server/platform/socket.ts', '../session/session.service.ts'],
  ['platform-knows-no-teaching', 'server/platform/words.ts', '../../shared/lesson.ts'],
  ['stores-stay-in-their-module', 'server/view/view.service.ts', '../session/session.store.ts'],
  [
    'server-identity-imports-no-higher-module',
    'server/identity/up.service.ts',
    '../directory/directory.service.ts',
  ],
  [
    'server-directory-imports-no-higher-module',
    'server/directory/up.service.ts',
    '../planning/planning.service.ts',
  ],
  [
    'server-planning-imports-no-higher-module',
    'server/planning/up.service.ts',
    '../session/session.service.ts',
  ],
  [
    'server-session-imports-no-higher-module',
    'server/session/up.service.ts',
    '../attendance/attendance.service.ts',
  ],
  [
    'server-attendance-imports-no-higher-module',
    'server/attendance/up.service.ts',
    '../coverage/report.service.ts',
  ],
  [
    'server-attendance-and-its-peers-are-independent',
    'server/attendance/side.service.ts',
    '../quality/quality.service.ts',
  ],
  ['server-attendance-imports-no-higher-module', 'server/export/up.ts', '../coverage/up.service.ts'],
  ['server-coverage-imports-no-higher-module', 'server/coverage/up.service.ts', '../view/rows.service.ts'],
  [
    'server-coverage-and-its-peers-are-independent',
    'server/coverage/side.service.ts',
    '../research/research.service.ts',
  ],
  [
    'server-coverage-and-its-peers-are-independent',
    'server/seal/side.service.ts',
    '../coverage/side.service.ts',
  ],
  ['server-session-imports-no-higher-module', 'server/session/sealed.service.ts', '../seal/side.service.ts'],
  [
    'server-coverage-imports-no-higher-module',
    'server/coverage/tells.service.ts',
    '../outbox/outbox.service.ts',
  ],
  ['server-outbox-imports-no-higher-module', 'server/outbox/up.service.ts', '../webhook/webhook.service.ts'],
  [
    'server-view-and-its-peers-are-independent',
    'server/supervision/side.service.ts',
    '../view/rows.service.ts',
  ],
  ['server-open-imports-no-higher-module', 'server/open/up.service.ts', '../view/rows.service.ts'],
  [
    'server-open-and-its-peers-are-independent',
    'server/xapi/side.service.ts',
    '../webhook/webhook.service.ts',
  ],
];

const innocent: readonly (readonly [file: string, ...targets: string[]])[] = [
  ['shared/cycle-b.ts', './cycle-a.ts'],
  ['shared/lesson.ts', 'zod'],
  ['shared/kernel/ids.ts'],
  ['sfu/index.ts', './engine/space.ts'],
  ['sfu/engine/space.ts', 'mediasoup', 'node:os', '../../shared/lesson.ts'],
  ['server/platform/http.ts', 'express', '../../shared/kernel/ids.ts'],
  [
    'server/session/session.service.ts',
    '../planning/planning.service.ts',
    '../../sfu/index.ts',
    './session.store.ts',
  ],
  ['server/session/session.store.ts', '../platform/http.ts'],
  ['server/attendance/attendance.rules.ts', '../../shared/lesson.ts'],
  ['server/attendance/attendance.service.ts', '../session/session.service.ts', './attendance.rules.ts'],
  ['server/coverage/report.service.ts', '../attendance/attendance.service.ts'],
  ['server/directory/directory.service.ts'],
  ['server/planning/planning.service.ts'],
  ['server/quality/quality.service.ts'],
  ['server/outbox/outbox.service.ts'],
  ['server/webhook/webhook.service.ts', '../outbox/outbox.service.ts'],
  ['server/research/research.service.ts'],
  ['server/view/rows.service.ts', '../coverage/report.service.ts'],
  ['client/live/mirror.ts', '../../shared/lesson.ts'],
  ['client/console/page.ts', 'react', 'antd', '../live/mirror.ts'],
  ['test/support/fake.ts', '../../sfu/index.ts'],
];

let folder = '';
let found: Cruise = { moduleCount: 0, violations: [] };

function write(file: string, content: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), content);
}

const importOf = (target: string) => `import type {} from '${target}';\n`;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'boundaries-'));
  write(
    'tsconfig.json',
    JSON.stringify({
      compilerOptions: { module: 'NodeNext', allowImportingTsExtensions: true, noEmit: true },
    }),
  );
  write(
    'package.json',
    JSON.stringify({ type: 'module', dependencies: Object.fromEntries(packages.map((name) => [name, '*'])) }),
  );
  for (const name of packages) {
    write(`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', main: 'index.js' }));
    write(`node_modules/${name}/index.js`, 'module.exports = {};\n');
  }
  for (const [file, ...targets] of innocent)
    write(file, `${targets.map(importOf).join('')}export const here = 1;\n`);
  for (const [rule, file, target] of planted) {
    // Building technology is forbidden, naming its types is not: only this one must be a real import.
    const real = rule === 'only-platform-constructs-technology' ? `import '${target}';\n` : importOf(target);
    write(file, `${real}export const here = 1;\n`);
  }
  const answer = await cruise(folder);
  if (typeof answer === 'string') throw new Error(answer);
  found = answer;
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the import rules', () => {
  it.each(planted)('%s: refuses %s → %s', (rule, file) => {
    expect(found.violations).toContainEqual(expect.objectContaining({ rule, from: file }));
  });

  it('let everything else pass', () => {
    const guilty = new Set([...planted.map(([, file]) => file), 'shared/cycle-b.ts']);
    expect(found.violations.filter(({ from }) => !guilty.has(from))).toEqual([]);
  });

  it('have a planted violation each', () => {
    const { forbidden } = createRequire(import.meta.url)(inRoot('.dependency-cruiser.cjs'));
    const names = forbidden.map((rule: { name: string }) => rule.name);
    expect(names.filter((name: string) => !planted.some(([rule]) => rule === name))).toEqual([]);
  });
});

describe('judgeCruise', () => {
  it('takes no modules, and no result, for a failure', () => {
    expect(judgeCruise({ moduleCount: 0, violations: [] }).passed).toBe(false);
    expect(judgeCruise('Error: no such config').passed).toBe(false);
    expect(judgeCruise({ moduleCount: 1, violations: [] }).passed).toBe(true);
  });

  it('reads nothing out of broken output', () => {
    expect([parseCruise(''), parseCruise('{'), parseCruise('{}')]).toEqual([null, null, null]);
  });

  it('can read this TypeScript: from 7 on the cruiser would see no module and find no fault', () => {
    const { version } = createRequire(import.meta.url)('typescript/package.json');
    expect(version).toMatch(/^6\.0\./);
  });
});
