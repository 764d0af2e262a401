// What the launchers say. They run before anything is installed, on Node 18, so they cannot read the product's own tables.

const en = {
  'runtime.fetch':
    'Node {have} is running; the product needs {want}. Fetching it through npm into .runtime/ (once, about 60 MB) …',
  'runtime.platform': 'No Node {want} can be fetched for {platform}.',
  'runtime.platform.out': 'Install Node.js {want} or newer yourself, then run the same command again.',
  'runtime.broken': 'npm brought no Node {want} that runs on {platform}.',
  'runtime.old': 'Node {have} is too old to start from.',
  'runtime.old.out': 'Install Node.js 18 or newer with npm (on Debian: apt-get install nodejs npm).',
  'deps.install': 'Installing the libraries …',
  'npm.missing': 'npm was not found.',
  'npm.missing.out': 'Install it (on Debian: apt-get install npm), then run the same command again.',
  'npm.network': 'npm could not reach its package registry.',
  'npm.network.out': 'Check the network, or name a mirror with: npm config set registry ADDRESS',
  'npm.lacking': 'The package registry that npm uses lacks a package of the lock file.',
  'npm.lacking.out': 'If npm is set to a mirror, try another one: npm config set registry ADDRESS',
  'npm.integrity': 'A downloaded package is not the one that the lock file names.',
  'npm.integrity.out': 'Run: npm cache clean --force; if it happens again, do not trust this mirror.',
  'npm.failed': 'npm stopped with code {code}. It wrote to {log}',
  'npm.failed.out': 'Read the end of that file, then run the same command again.',
  'disk.full': 'The disk is full.',
  'disk.full.out': 'About 1.5 GB are needed in {folder}. Make room, then run the same command again.',
  'disk.denied': 'This user may not write to {folder}.',
  'disk.denied.out': 'Run as the owner of that folder, or give it to yourself: chown -R "$(id -un)" {folder}',
  'lock.wait': 'Another start is preparing this folder (process {pid}); waiting for it …',
  'lock.timeout': 'Another start (process {pid}) has been preparing this folder for {minutes} minutes.',
  'lock.timeout.out': 'Wait for it or end it. If no such process is at work, remove {file}',
  'worker.none': 'There is no media worker for this machine, so no lesson can be held.',
  'worker.none.out': 'See the lines above, or set MEDIASOUP_WORKER_BIN to a worker of mediasoup {version}.',
  'client.build': 'Building the pages …',
  'client.failed': 'The pages could not be built; the lines above say where.',
  'client.failed.out': 'If you changed nothing yourself, this is a bug of ours: please report those lines.',
  'apt.install': 'Installing from the distribution: {packages} …',
  'apt.missing': 'Not on this machine: {packages}. Install with: {command}',
  'apt.missing.other':
    'Not on this machine: {packages}. Install them with the package manager of your system.',
  'apt.failed': 'The distribution did not give all of: {packages} (log: {log}). By hand: {command}',
  'file.missing': '{file} is missing from this copy of the source.',
  'file.missing.out': 'Get a whole copy (git status shows what was removed).',
  'command.unknown': 'There is no command "{command}".',
  'command.unknown.out': 'Known: {commands}',
  unexpected: 'The launcher failed: {message}',
  'unexpected.out': 'This is a bug of ours. DEBUG=1 before the command shows where.',
  'summary.skipped': '{count} skipped (what they lack is said above)',
  'summary.skipped.ci': '{count} skipped: in CI everything must run, so this counts as a failure',
};

/** @typedef {keyof typeof en} Key */

/** @type {Record<Key, string>} */
const zh = {
  'runtime.fetch':
    '当前 Node 为 {have}，本系统需要 {want}。正在通过 npm 下载到 .runtime/（仅一次，约 60 MB）……',
  'runtime.platform': '无法为 {platform} 下载 Node {want}。',
  'runtime.platform.out': '请自行安装 Node.js {want} 或更新版本，再运行同一命令。',
  'runtime.broken': 'npm 没有带来可在 {platform} 上运行的 Node {want}。',
  'runtime.old': 'Node {have} 过旧，无法启动。',
  'runtime.old.out': '请安装 Node.js 18 或更新版本及 npm（Debian：apt-get install nodejs npm）。',
  'deps.install': '正在安装依赖库……',
  'npm.missing': '找不到 npm。',
  'npm.missing.out': '请先安装（Debian：apt-get install npm），再运行同一命令。',
  'npm.network': 'npm 连不上软件包仓库。',
  'npm.network.out': '请检查网络，或指定镜像：npm config set registry 地址',
  'npm.lacking': 'npm 所用的仓库缺少锁文件中的某个软件包。',
  'npm.lacking.out': '若使用了镜像，请换一个：npm config set registry 地址',
  'npm.integrity': '下载的软件包与锁文件记载的不一致。',
  'npm.integrity.out': '请运行 npm cache clean --force；若再次出现，请勿信任该镜像。',
  'npm.failed': 'npm 以代码 {code} 退出，输出在 {log}',
  'npm.failed.out': '请查看该文件末尾，再运行同一命令。',
  'disk.full': '磁盘已满。',
  'disk.full.out': '{folder} 需要约 1.5 GB。请腾出空间，再运行同一命令。',
  'disk.denied': '当前用户不能写入 {folder}。',
  'disk.denied.out': '请用该目录的所有者运行，或改为自己所有：chown -R "$(id -un)" {folder}',
  'lock.wait': '另一次启动（进程 {pid}）正在准备此目录，等待中……',
  'lock.timeout': '另一次启动（进程 {pid}）已准备此目录 {minutes} 分钟。',
  'lock.timeout.out': '请等待或结束它。若没有这样的进程，请删除 {file}',
  'worker.none': '本机没有可用的媒体进程，无法上课。',
  'worker.none.out': '请看上面的提示，或把 MEDIASOUP_WORKER_BIN 设为 mediasoup {version} 的媒体进程。',
  'client.build': '正在构建页面……',
  'client.failed': '页面构建失败，位置见上面的输出。',
  'client.failed.out': '若您没有改过代码，这是我们的缺陷：请把那些输出发给我们。',
  'apt.install': '正在从发行版安装：{packages}……',
  'apt.missing': '本机缺少：{packages}。安装命令：{command}',
  'apt.missing.other': '本机缺少：{packages}。请用系统的软件包管理器安装。',
  'apt.failed': '发行版未能全部提供：{packages}（日志：{log}）。手动安装：{command}',
  'file.missing': '源代码中缺少 {file}。',
  'file.missing.out': '请取得完整的源代码（git status 会显示被删的文件）。',
  'command.unknown': '没有命令“{command}”。',
  'command.unknown.out': '可用：{commands}',
  unexpected: '启动程序出错：{message}',
  'unexpected.out': '这是我们的缺陷。在命令前加 DEBUG=1 可看到位置。',
  'summary.skipped': '{count} 项跳过（缺什么见上文）',
  'summary.skipped.ci': '{count} 项跳过：持续集成中必须全部运行，故算失败',
};

export const dictionaries = { 'zh-CN': zh, en };

/**
 * @param {Record<string, string | undefined>} env
 * @returns {keyof typeof dictionaries}
 */
export function terminalLocale(env) {
  const wanted = env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || '';
  return wanted.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en';
}

/**
 * @param {Key} key
 * @param {Record<string, string | number>} [params]
 */
export function say(key, params = {}) {
  const sentence = dictionaries[terminalLocale(process.env)][key];
  return sentence.replace(/\{(\w+)\}/g, (placeholder, name) => String(params[name] ?? placeholder));
}
