/** What obtaining the native media worker says at the terminal. */
export const workerEn = {
  'worker.named-missing':
    'MEDIASOUP_WORKER_BIN names {path}, and that does not run here. Correct it, or unset it.',
  'worker.not-built': 'There is no media worker on this machine yet. Build it: node sfu/worker/obtain.ts',
  'worker.wait': 'Another process is building the media worker; waiting for it.',
  'worker.install': 'Installing from the distribution what the build needs: {packages}',
  'worker.configure': 'Building the media worker of mediasoup {version}: once per machine, a few minutes.',
  'worker.compile': 'Building the media worker: {percent} % ({done} of {total})',
  'worker.built': 'The media worker is built and kept for later: {path}',
  'worker.packages-missing':
    'Building the media worker needs packages that are not here. Install them, then try again: {command}',
  'worker.tools-missing':
    'Building the media worker needs, in this system’s own packages: {packages}. Or set MEDIASOUP_WORKER_BIN.',
  'worker.build-failed':
    'The media worker could not be built ({step}). What the build said last stands in {log}.',
  'worker.does-not-run':
    'The media worker was built, but does not run here (exit {code}). What it said stands in {log}.',
  'worker.no-mediasoup': 'mediasoup is not installed. Run npm ci --ignore-scripts first.',
  'worker.disk':
    'The cache folder {path} cannot be written ({code}). Free it, or set XDG_CACHE_HOME to another folder.',
} as const;

export type WorkerTextKey = keyof typeof workerEn;
