import { describe, expect, it } from 'vitest';
import { installedPackages, type Machine, planInstall, testingNeeds, unknownToApt } from './apt.mjs';

const debian: Machine = { osId: 'debian', hasApt: true, isRoot: true, canSudo: false, forbidden: false };

describe('installedPackages', () => {
  it('takes neither removed nor half-installed packages, nor error lines, for installed', () => {
    const output = [
      'chromium installed',
      'ffmpeg config-files',
      'postgresql half-configured',
      'dpkg-query: no packages found matching redis-server',
      '',
    ].join('\n');
    expect([...installedPackages(output)]).toEqual(['chromium']);
  });
});

describe('unknownToApt', () => {
  const policy = `chromium:
  Installed: 156.0
  Candidate: 156.0
  Version table:
 *** 156.0 500
ffmpeg:
  Installed: (none)
  Candidate: 7:5.1
redis-server:
  Installed: 5:7.0
  Candidate: (none)
`;

  it('names what has no candidate or no entry at all', () => {
    expect(unknownToApt(policy, ['chromium', 'ffmpeg', 'redis-server', 'espeak-ng'])).toEqual([
      'redis-server',
      'espeak-ng',
    ]);
  });

  it('names everything when apt answers nothing', () => {
    expect(unknownToApt('', ['ffmpeg'])).toEqual(['ffmpeg']);
  });
});

describe('planInstall', () => {
  it('does nothing when nothing is missing', () => {
    expect(planInstall([], debian)).toEqual({ packages: [], may: false, command: null });
  });

  it.each([
    ['root', debian, true, 'apt-get install'],
    ['sudo without a password', { ...debian, isRoot: false, canSudo: true }, true, 'sudo apt-get install'],
    ['an ordinary user', { ...debian, isRoot: false }, false, 'sudo apt-get install'],
    ['a person who forbade it', { ...debian, forbidden: true }, false, 'apt-get install'],
  ])('as %s', (_who, machine, may, command) => {
    const plan = planInstall(testingNeeds.slice(1, 3), machine);
    expect(plan.may).toBe(may);
    expect(plan.command).toBe(`${command} -y --no-install-recommends fonts-noto-cjk ffmpeg`);
  });

  it('offers no apt command where there is no apt', () => {
    const plan = planInstall(testingNeeds, { ...debian, hasApt: false });
    expect(plan).toMatchObject({ may: false, command: null });
  });

  it("uses Ubuntu's own name for Chromium", () => {
    const names = (osId: string) => planInstall(testingNeeds, { ...debian, osId }).packages[0];
    expect([names('ubuntu'), names('debian'), names('linuxmint')]).toEqual([
      'chromium-browser',
      'chromium',
      'chromium',
    ]);
  });
});
