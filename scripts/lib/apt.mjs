/**
 * A thing that the machine must have, and the distribution's package that brings it.
 * @typedef {object} Need
 * @property {string} package
 * @property {string} [ubuntu] name on Ubuntu, where it differs
 * @property {string[]} [programs] any one of these on the PATH (or at an absolute path) is enough
 * @property {'browser' | 'media' | 'database' | 'font'} use
 */

/** Ubuntu's own `chromium-browser` brings the snap; a Chrome that is already there serves as well. @type {Need[]} */
export const testingNeeds = [
  {
    package: 'chromium',
    ubuntu: 'chromium-browser',
    programs: ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'],
    use: 'browser',
  },
  { package: 'fonts-noto-cjk', use: 'font' },
  { package: 'ffmpeg', programs: ['ffmpeg'], use: 'media' },
  { package: 'espeak-ng', programs: ['espeak-ng'], use: 'media' },
  { package: 'postgresql', programs: ['initdb', '/usr/lib/postgresql/*/bin/initdb'], use: 'database' },
  { package: 'redis-server', programs: ['redis-server', 'valkey-server'], use: 'database' },
];

/**
 * Packages that dpkg holds as fully installed, out of `dpkg-query -W -f '${Package} ${db:Status-Status}\n'`.
 * @param {string} output
 */
export function installedPackages(output) {
  const lines = output.split('\n').map((line) => line.trim().split(/\s+/));
  return new Set(lines.filter(([, status]) => status === 'installed').map(([name]) => name ?? ''));
}

/**
 * Packages without a candidate in `apt-cache policy …`: the lists are empty or old, so they must be fetched first.
 * @param {string} policy
 * @param {string[]} packages
 */
export function unknownToApt(policy, packages) {
  const known = new Set();
  let current = '';
  for (const line of policy.split('\n')) {
    const heading = /^(\S+):$/.exec(line);
    if (heading) current = heading[1] ?? '';
    const candidate = /^\s+\S+:\s+(\S+)$/.exec(line);
    const isCandidate = candidate && !/Installed|已安装/.test(line);
    if (isCandidate && candidate[1] !== '(none)' && current) known.add(current);
  }
  return packages.filter((name) => !known.has(name));
}

/**
 * @typedef {object} Machine
 * @property {string} osId ID of /etc/os-release: debian, ubuntu …
 * @property {boolean} hasApt
 * @property {boolean} isRoot
 * @property {boolean} canSudo sudo asks for no password
 * @property {boolean} forbidden the person set SANKETANG_NO_APT=1
 */

/**
 * What to do about missing things: install them, or name them with the one command that does.
 * @param {Need[]} missing
 * @param {Machine} machine
 */
export function planInstall(missing, machine) {
  const packages = [
    ...new Set(missing.map((need) => (machine.osId === 'ubuntu' && need.ubuntu) || need.package)),
  ];
  const sudo = machine.isRoot ? '' : 'sudo ';
  return {
    packages,
    may: packages.length > 0 && machine.hasApt && !machine.forbidden && (machine.isRoot || machine.canSudo),
    command:
      machine.hasApt && packages.length > 0
        ? `${sudo}apt-get install -y --no-install-recommends ${packages.join(' ')}`
        : null,
  };
}
