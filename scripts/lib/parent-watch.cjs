// Loaded into every Node process that a launcher starts. The launcher holds the other end of a pipe: when it closes, the launcher is gone,
// however it went, and a process that nobody can stop any more stops itself.
const { isMainThread } = require('node:worker_threads');
const descriptor = Number(process.env['SANKETANG_PARENT_FD']);
// Children of this process inherit the flag that loads this file, but not the pipe.
delete process.env['SANKETANG_PARENT_FD'];
const drainMs = 30_000;

if (isMainThread && Number.isInteger(descriptor) && descriptor > 2) {
  const { Socket } = require('node:net');
  const pipe = new Socket({ fd: descriptor });
  pipe.on('error', () => pipe.destroy());
  pipe.on('close', () => {
    setTimeout(() => process.kill(process.pid, 'SIGKILL'), drainMs).unref();
    process.kill(process.pid, 'SIGTERM');
  });
  pipe.resume();
  pipe.unref();
}
