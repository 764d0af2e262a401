import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** A socket that a process holds. `remote` is `0.0.0.0` or `::` while it has no peer. */
export type HeldSocket = { readonly protocol: string; readonly local: string; readonly remote: string };

/** The sockets of a process and all its descendants, from Linux's own tables. */
export function socketsOf(pid: number): HeldSocket[] {
  return family(pid).flatMap((each) => {
    const inodes = new Set(heldInodes(each));
    return ['tcp', 'tcp6', 'udp', 'udp6'].flatMap((protocol) =>
      rowsOf(readOr(`/proc/${each}/net/${protocol}`, ''))
        .filter(({ inode }) => inodes.has(inode))
        .map(({ local, remote }) => ({ protocol, local, remote })),
    );
  });
}

/** Whether an address is this machine's own, or none. */
export const isHere = (address: string): boolean =>
  address === '0.0.0.0' ||
  address === '::' ||
  address === '::1' ||
  /^(::ffff:)?127\./.test(address) ||
  address === '::ffff:0.0.0.0';

/** Rows of `/proc/net/tcp` and its siblings: addresses are hexadecimal words in the machine's byte order (little-endian here). */
export function rowsOf(table: string): { local: string; remote: string; inode: string }[] {
  return table
    .split('\n')
    .slice(1)
    .flatMap((line) => {
      const columns = line.trim().split(/\s+/);
      const [local, remote, inode] = [columns[1], columns[2], columns[9]];
      if (local === undefined || remote === undefined || inode === undefined) return [];
      return [{ local: addressOf(local), remote: addressOf(remote), inode }];
    });
}

function addressOf(field: string): string {
  const [hex = ''] = field.split(':');
  const words = hex.match(/.{8}/g) ?? [];
  const bytes = words.flatMap((word) => [...Buffer.from(word, 'hex')].reverse());
  if (bytes.length === 4) return bytes.join('.');
  if (bytes.every((byte) => byte === 0)) return '::';
  if (bytes.slice(0, 15).every((byte) => byte === 0) && bytes[15] === 1) return '::1';
  const isMapped = bytes.slice(0, 10).every((byte) => byte === 0) && bytes[10] === 255 && bytes[11] === 255;
  return isMapped ? `::ffff:${bytes.slice(12).join('.')}` : Buffer.from(bytes).toString('hex');
}

function family(pid: number): number[] {
  const children = readOr(`/proc/${pid}/task/${pid}/children`, '').split(' ').filter(Boolean).map(Number);
  return [pid, ...children.flatMap(family)];
}

function heldInodes(pid: number): string[] {
  const folder = `/proc/${pid}/fd`;
  try {
    return readdirSync(folder).flatMap(
      (fd) => /^socket:\[(\d+)\]$/.exec(linkOr(`${folder}/${fd}`))?.[1] ?? [],
    );
  } catch (cause) {
    return goneOr(cause, []);
  }
}

const linkOr = (path: string): string => {
  try {
    return readlinkSync(path);
  } catch (cause) {
    return goneOr(cause, '');
  }
};

const readOr = (path: string, otherwise: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    return goneOr(cause, otherwise);
  }
};

/** Processes and descriptors may end while they are looked at. */
function goneOr<T>(cause: unknown, otherwise: T): T {
  if (['ENOENT', 'ESRCH'].includes((cause as NodeJS.ErrnoException).code ?? '')) return otherwise;
  throw cause;
}
