import type { Dictionary } from './text.ts';
import type { WorkerTextKey } from './worker.en.ts';

/** 获取媒体进程时在终端显示的文字。 */
export const workerZhCn: Dictionary<WorkerTextKey> = {
  'worker.named-missing': 'MEDIASOUP_WORKER_BIN 指向 {path}，但它无法在本机运行。请改正或取消该设置。',
  'worker.not-built': '本机还没有媒体进程。请编译：node sfu/worker/obtain.ts',
  'worker.wait': '另一个进程正在编译媒体进程，等待其完成。',
  'worker.install': '正在从发行版安装编译所需的软件包：{packages}',
  'worker.configure': '正在编译 mediasoup {version} 的媒体进程：每台机器只需一次，约几分钟。',
  'worker.compile': '正在编译媒体进程：{percent} %（{done} / {total}）',
  'worker.built': '媒体进程已编译好并保存备用：{path}',
  'worker.packages-missing': '编译媒体进程缺少软件包。请安装后重试：{command}',
  'worker.tools-missing': '编译媒体进程需要本系统软件包中的：{packages}。也可设置 MEDIASOUP_WORKER_BIN。',
  'worker.build-failed': '媒体进程编译失败（{step}）。编译的最后输出见 {log}。',
  'worker.does-not-run': '媒体进程已编译，但无法在本机运行（退出码 {code}）。其输出见 {log}。',
  'worker.no-mediasoup': '尚未安装 mediasoup。请先运行 npm ci --ignore-scripts。',
  'worker.disk': '缓存文件夹 {path} 无法写入（{code}）。请清理，或把 XDG_CACHE_HOME 设为其他文件夹。',
};
