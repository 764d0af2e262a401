import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { launcherPlatform, startOrigin } from '../../shared/device.ts';
import { unzip } from '../../test/support/unzip.ts';
import {
  eachOnce,
  fillTemplate,
  folderName,
  type LauncherFacts,
  launcherFiles,
  powershellLiteral,
  shellLiteral,
} from './device.launcher.rules.ts';
import { packLaunchers } from './device.launcher.ts';

const facts: LauncherFacts = {
  origin: 'https://class.yunxi.example:8443',
  key: `${'k_-'.repeat(14)}Z`,
  schoolName: '李家沟教学点',
  roomName: '一号教室',
};
const template = (platform: string, name: string) =>
  readFileSync(join(import.meta.dirname, '../../deploy/screen', platform, name), 'utf8');

/** Anything at all, and more of what shells, registries and pages make something of. */
const nasty = fc.string({
  unit: fc.oneof(
    fc.constantFrom(...`'"\`$(){}[]<>|&;!%^#\\\n\r\t*?~ ‘’‚‛“”@`),
    fc.string({ minLength: 1, maxLength: 2, unit: 'binary' }),
  ),
  maxLength: 30,
});

/** What PowerShell reads from a literal in single quotes; null when the text goes on after it. */
function readPowershell(literal: string): string | null {
  const isQuote = (sign: string | undefined) => sign !== undefined && "'‘’‚‛".includes(sign);
  if (!isQuote(literal[0])) return null;
  let value = '';
  for (let at = 1; at < literal.length; at += 1) {
    const sign = literal[at] ?? '';
    if (isQuote(sign)) {
      if (!isQuote(literal[at + 1])) return at === literal.length - 1 ? value : null;
      at += 1;
    }
    value += sign;
  }
  return null;
}

describe('an origin', () => {
  test.each([
    'https://*.example.cn',
    'https://*',
    'https://class.example.cn/',
    'https://class.example.cn/screen',
    'https://name@class.example.cn',
    "https://a'b.cn",
    'https://a b.cn',
    'https://a.cn:0',
    'https://a.cn%0a',
    'https://a.cn\n',
    'javascript:alert(1)',
    'file:///etc',
    'HTTPS://A.CN',
    'https://-a.cn',
    '',
  ])('%j is none', (origin) => {
    expect(startOrigin.safeParse(origin).success).toBe(false);
  });

  test.each([
    'https://class.example.cn',
    'http://localhost:8080',
    'https://192.168.1.9:8443',
    'https://[fe80::1]:8443',
    'https://xn--fiq228c.cn',
  ])('%s is one', (origin) => {
    expect(startOrigin.parse(origin)).toBe(origin);
    expect(new URL(origin).origin).toBe(origin);
  });

  it('that is one holds no sign that any of the files could take for its own', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        const origin = `https://a${text}b`;
        fc.pre(startOrigin.safeParse(origin).success);
        expect(origin).toMatch(/^[a-z0-9:/.[\]-]+$/);
      }),
    );
  });
});

describe('a value of whatever kind stays a value', () => {
  it('in a shell', () => {
    fc.assert(
      fc.property(nasty, (value) => {
        const said = execFileSync('sh', ['-c', `printf %s ${shellLiteral(value)}.`]).toString();
        expect(said).toBe(`${Buffer.from(value.replaceAll('\0', '')).toString()}.`);
      }),
      { numRuns: 60 },
    );
  });

  it('in PowerShell', () => {
    expect(readPowershell("'a'; Remove-Item 'b'")).toBeNull();
    expect(readPowershell("'a’; Remove-Item'")).toBeNull();
    fc.assert(
      fc.property(nasty, (value) => {
        expect(readPowershell(powershellLiteral(value))).toBe(value.replaceAll('\0', ''));
      }),
    );
  });

  it('in a policy, which stays one list of one address each', () => {
    for (const [platform, name] of [
      ['linux', 'policies.json'],
      ['android', 'chrome-managed-configuration.json'],
    ] as const)
      fc.assert(
        fc.property(nasty, (origin) => {
          const filled = fillTemplate(template(platform, name), 'json', { ...facts, origin });
          expect(JSON.parse(filled)).toEqual({
            AutoplayAllowlist: [origin],
            VideoCaptureAllowedUrls: [origin],
            AudioCaptureAllowedUrls: [origin],
          });
        }),
      );
  });

  it('in a page', () => {
    const markup = (page: string) => page.replace(/>[^<]*/g, '>').replace(/ href="[^"]*"/g, ' href=""');
    const usual = markup(fillTemplate(template('android', 'start.html'), 'html', facts));
    fc.assert(
      fc.property(nasty, nasty, (roomName, key) => {
        const page = fillTemplate(template('android', 'start.html'), 'html', { ...facts, roomName, key });
        expect(markup(page)).toBe(usual);
      }),
    );
  });

  it('that looks like a place is not filled in again', () => {
    const filled = fillTemplate('@@SCHOOL@@|@@ROOM@@', 'text', { ...facts, schoolName: '@@KEY@@' });
    expect(filled).toBe(`@@KEY@@|${facts.roomName}`);
    expect(() => fillTemplate('@@OTHER@@', 'text', facts)).toThrow('@@OTHER@@');
    expect(() => fillTemplate('@@KEY@@', 'fixed', facts)).toThrow('@@KEY@@');
  });
});

describe('folders', () => {
  it('have names that every system takes, each once', () => {
    expect(folderName('云溪县实验小学', '三（2）班教室')).toBe('云溪县实验小学 三（2）班教室');
    expect(folderName('../..', '/etc')).not.toMatch(/[./]/);
    fc.assert(
      fc.property(fc.array(fc.tuple(nasty, nasty), { maxLength: 8 }), (rooms) => {
        const names = eachOnce(rooms.map(([school, room]) => folderName(school, room)));
        expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(rooms.length);
        for (const name of names) {
          expect(name).toMatch(/^[\p{L}\p{M}\p{N} _()（）-]+$/u);
          expect(name).toBe(name.trim());
          expect(name).not.toMatch(/^(con|prn|aux|nul|com\d|lpt\d)$/i);
        }
      }),
    );
  });
});

describe.each(launcherPlatform.options)('a launcher for %s', (platform) => {
  const { zip, folders } = packLaunchers([facts, facts], platform, 1_800_000_000_000);
  const files = new Map([...unzip(zip)].map(([name, { bytes }]) => [name, bytes]));
  const [folder = ''] = folders;
  const text = (name: string) => files.get(`${folder}/${name}`)?.toString('utf8') ?? '';

  it('has its files for each room, complete', () => {
    expect(folders).toEqual(['李家沟教学点 一号教室', '李家沟教学点 一号教室 (2)']);
    const names = launcherFiles[platform].map(({ name }) => name);
    expect([...files.keys()]).toEqual(folders.flatMap((each) => names.map((name) => `${each}/${name}`)));
    for (const [name, bytes] of files) expect(bytes.toString('utf8'), name).not.toMatch(/@@[A-Z]/);
    expect([...files.values()].some((bytes) => bytes.includes(facts.key))).toBe(true);
  });

  it('says to whom it belongs and names no other address', () => {
    expect(text('README.txt')).toContain(facts.schoolName);
    expect(text('README.txt')).toContain(facts.roomName);
    const addresses = [...files.values()].flatMap(
      (bytes) => bytes.toString('utf8').match(/https?:\/\/[^\s'"]+/g) ?? [],
    );
    expect(addresses.length).toBeGreaterThan(2);
    for (const address of addresses) expect(address.startsWith(facts.origin), address).toBe(true);
  });

  it('has lines and marks as its readers want them', () => {
    for (const { name, ends } of launcherFiles[platform]) {
      const content = text(name);
      const lineEnds = content.match(/\r?\n/g) ?? [];
      expect(
        lineEnds.every((each) => each === (ends === 'unix' ? '\n' : '\r\n')),
        name,
      ).toBe(true);
      expect(content.startsWith('\ufeff'), name).toBe(ends === 'windows-bom');
      // What is not ASCII is read in the PC's own code page unless a mark says otherwise.
      const needsMark = /\.(cmd|ps1)$/.test(name) && [...content].some((sign) => sign > '\x7f');
      expect(needsMark && ends !== 'windows-bom', name).toBe(false);
    }
  });
});

describe('what the launchers do', () => {
  const ps1 = fillTemplate(template('windows', 'screen.ps1'), 'powershell', facts);
  const sh = fillTemplate(template('linux', 'screen.sh'), 'sh', facts);

  it('opens the room full screen, with sound, without first-run pages and crash bubbles', () => {
    for (const script of [ps1, sh])
      for (const flag of [
        '--kiosk',
        '--autoplay-policy=no-user-gesture-required',
        '--no-first-run',
        '--hide-crash-restore-bubble',
        '--user-data-dir=',
      ])
        expect(script).toContain(flag);
    expect(ps1).toContain(`$origin = '${facts.origin}'`);
    expect(ps1).toContain('"$origin/screen#key=$key"');
    expect(sh).toContain(`KEY='${facts.key}'`);
    expect(sh).toContain('"$ORIGIN/screen#key=$KEY"');
  });

  it('gives camera, microphone and sound to our address alone', () => {
    expect(ps1).toContain("'AutoplayAllowlist', 'VideoCaptureAllowedUrls', 'AudioCaptureAllowedUrls'");
    expect(ps1).toContain('SOFTWARE\\Policies\\Microsoft\\Edge');
    expect(ps1).toContain('SOFTWARE\\Policies\\Google\\Chrome');
    expect(ps1).toContain('-Value $origin -PropertyType String');
    for (const script of [ps1, sh]) expect(script).not.toMatch(/use-fake-ui|disable-web-security|unsafely/);
  });

  it('is a script that the shell can read', () => {
    const folder = mkdtempSync(join(tmpdir(), 'sanketang-launcher-'));
    try {
      for (const [platform, name] of [
        ['linux', 'screen.sh'],
        ['linux', 'install.sh'],
        ['android', 'provision.sh'],
      ] as const) {
        const language = name === 'install.sh' ? 'fixed' : 'sh';
        writeFileSync(join(folder, name), fillTemplate(template(platform, name), language, facts));
        execFileSync('sh', ['-n', join(folder, name)]);
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('is started at log-in from wherever the user keeps such files', () => {
    const entry = template('linux', 'sanketang-screen.desktop');
    // Two layers, by the Desktop Entry Specification: escapes of a string, then of a quoted argument.
    const exec = /^Exec=sh -c "(.*)"$/m
      .exec(entry)?.[1]
      ?.replace(/\\\\/g, '\\')
      .replace(/\\(["`$\\])/g, '$1');
    const home = mkdtempSync(join(tmpdir(), 'sanketang home '));
    try {
      const house = join(home, '.local/share/sanketang-screen');
      mkdirSync(house, { recursive: true });
      writeFileSync(join(house, 'screen.sh'), '#!/bin/sh\necho started\n', { mode: 0o700 });
      const env = { PATH: process.env['PATH'] ?? '', HOME: home };
      expect(execFileSync('sh', ['-c', exec ?? ''], { env }).toString()).toBe('started\n');
    } finally {
      rmSync(home, { recursive: true });
    }
  });

  it('balances what PowerShell has to balance', () => {
    const code = ps1.replace(/^\s*#.*$/gm, '').replace(/'[^']*'|"[^"]*"/g, '""');
    for (const [open, close] of ['{}', '()', '[]'])
      expect(code.split(open ?? '').length, open).toBe(code.split(close ?? '').length);
  });
});
