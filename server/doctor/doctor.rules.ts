import type {
  CertificateLook,
  ClockLook,
  DatabaseLook,
  DiskLook,
  Echo,
  MediaPorts,
  ObjectsLook,
  Verdict,
  WebPort,
} from './doctor.types.ts';

const GB = 1024 ** 3;
const DAY_MS = 86_400_000;
const NODE_MAJOR = 24;
const FREE_BAD_BYTES = GB;
const FREE_WARN_BYTES = 5 * GB;
/** A lesson confirms what it writes in one such write; a teacher notices a quarter of a second. */
const SYNC_WARN_MS = 60;
const SYNC_BAD_MS = 250;
const DRIFT_WARN_MS = 60_000;
const CERTIFICATE_WARN_DAYS = 14;
const NAMES_SHOWN = 4;

const gigabytes = (bytes: number) => (bytes / GB).toFixed(1);
const some = (names: readonly string[]) =>
  names.slice(0, NAMES_SHOWN).join(', ') + (names.length > NAMES_SHOWN ? ', …' : '');

export function judgeNode(version: string): Verdict {
  const params = { version };
  return Number.parseInt(version, 10) >= NODE_MAJOR
    ? { level: 'ok', what: 'doctor.node', params }
    : { level: 'bad', what: 'doctor.node.old', out: 'doctor.node.old.out', params };
}

export function judgeMemory(totalBytes: number, freeBytes: number): Verdict {
  const params = { total: gigabytes(totalBytes), free: gigabytes(freeBytes) };
  if (totalBytes >= 3.5 * GB && freeBytes >= 0.5 * GB) return { level: 'ok', what: 'doctor.memory', params };
  const level = totalBytes < GB || freeBytes < 0.15 * GB ? 'bad' : 'warn';
  return { level, what: 'doctor.memory.small', out: 'doctor.memory.small.out', params };
}

export function judgeWorker(starts: boolean): Verdict {
  return starts
    ? { level: 'ok', what: 'doctor.worker' }
    : { level: 'bad', what: 'doctor.worker.missing', out: 'doctor.worker.missing.out' };
}

export function judgeWebPort(port: number, look: WebPort): Verdict {
  switch (look.state) {
    case 'free':
      return { level: 'ok', what: 'doctor.tcp.free', params: { port } };
    case 'ours':
      return look.unready.length === 0
        ? { level: 'ok', what: 'doctor.tcp.ours', params: { port } }
        : {
            level: 'bad',
            what: 'doctor.tcp.unready',
            out: 'doctor.tcp.unready.out',
            params: { port, parts: look.unready.join(', ') },
          };
    case 'other':
      return { level: 'bad', what: 'doctor.tcp.other', out: 'doctor.tcp.other.out', params: { port } };
    case 'denied':
      return {
        level: 'bad',
        what: 'doctor.tcp.denied',
        out: 'doctor.tcp.denied.out',
        params: { port, error: look.error },
      };
  }
}

export function judgeMediaPorts({ first, count, taken, serverRuns }: MediaPorts): Verdict {
  if (first === 0) return { level: 'warn', what: 'doctor.media.random', out: 'doctor.media.random.out' };
  const params = { first, last: first + count - 1, ports: taken.join(', ') };
  if (serverRuns) return { level: 'ok', what: 'doctor.media.ours', params };
  return taken.length === 0
    ? { level: 'ok', what: 'doctor.media.free', params }
    : { level: 'bad', what: 'doctor.media.taken', out: 'doctor.media.taken.out', params };
}

const isLoopback = (address: string) => address.startsWith('127.') || address === '::1';

export function judgeEchoes(echoes: readonly Echo[]): Verdict[] {
  const outward = echoes.filter(({ address }) => !isLoopback(address));
  if (outward.length > 0) return outward.map(judgeEcho);
  const address = echoes.map((echo) => echo.address).join(', ');
  return [
    { level: 'warn', what: 'doctor.udp.onlyHere', out: 'doctor.udp.onlyHere.out', params: { address } },
  ];
}

function judgeEcho(echo: Echo): Verdict {
  const { address } = echo;
  switch (echo.state) {
    case 'heard':
      return { level: 'ok', what: 'doctor.udp.heard', params: { address, ms: Math.ceil(echo.tripMs) } };
    case 'silent':
      return { level: 'bad', what: 'doctor.udp.silent', out: 'doctor.udp.silent.out', params: { address } };
    case 'elsewhere':
      return {
        level: 'warn',
        what: 'doctor.udp.elsewhere',
        out: 'doctor.udp.elsewhere.out',
        params: { address },
      };
  }
}

export function judgeCertificate(look: CertificateLook, nowMs: number): Verdict {
  switch (look.state) {
    case 'none':
      return { level: 'warn', what: 'doctor.certificate.none', out: 'doctor.certificate.none.out' };
    case 'localhost':
      return { level: 'ok', what: 'doctor.certificate.localhost' };
    case 'later':
      return { level: 'ok', what: 'doctor.certificate.later' };
    case 'proxy':
      return {
        level: 'warn',
        what: 'doctor.certificate.proxy',
        out: 'doctor.certificate.proxy.out',
        params: { url: look.url },
      };
    case 'problem':
      return {
        level: 'bad',
        what: `doctor.certificate.${look.problem}`,
        out: 'doctor.certificate.problem.out',
        params: { name: look.name },
      };
    case 'seen':
      return judgeSeen(look, nowMs);
  }
}

function judgeSeen(look: Extract<CertificateLook, { state: 'seen' }>, nowMs: number): Verdict {
  const days = Math.floor((look.notAfterMs - nowMs) / DAY_MS);
  if (look.error !== null)
    return {
      level: 'bad',
      what: 'doctor.certificate.untrusted',
      out: 'doctor.certificate.untrusted.out',
      params: { error: look.error },
    };
  if (look.lacks.length > 0)
    return {
      level: 'warn',
      what: 'doctor.certificate.lacks',
      out: 'doctor.certificate.lacks.out',
      params: { names: some(look.lacks) },
    };
  if (days < CERTIFICATE_WARN_DAYS)
    return {
      level: 'warn',
      what: 'doctor.certificate.short',
      out: 'doctor.certificate.short.out',
      params: { days },
    };
  const what = look.isOwn ? 'doctor.certificate.own' : 'doctor.certificate.public';
  return { level: 'ok', what, params: { names: some(look.names), days } };
}

export const judgeOffice = (program: string | null): Verdict =>
  program === null
    ? { level: 'warn', what: 'doctor.office.missing', out: 'doctor.office.missing.out' }
    : { level: 'ok', what: 'doctor.office' };

export const judgeFont = (path: string | null): Verdict =>
  path === null
    ? { level: 'warn', what: 'doctor.font.missing', out: 'doctor.font.missing.out' }
    : { level: 'ok', what: 'doctor.font' };

export function judgeFfmpeg(version: string | null): Verdict {
  return version === null
    ? { level: 'warn', what: 'doctor.ffmpeg.missing', out: 'doctor.ffmpeg.missing.out' }
    : { level: 'ok', what: 'doctor.ffmpeg', params: { version } };
}

export function judgeDisk(folder: string, look: DiskLook): Verdict {
  if (look.state === 'denied')
    return {
      level: 'bad',
      what: 'doctor.disk.denied',
      out: 'doctor.disk.denied.out',
      params: { folder, error: look.error },
    };
  const { freeBytes, syncMs } = look;
  const params = { folder, free: gigabytes(freeBytes), ms: Math.ceil(syncMs) };
  if (freeBytes < FREE_WARN_BYTES) {
    const level = freeBytes < FREE_BAD_BYTES ? 'bad' : 'warn';
    return { level, what: 'doctor.disk.small', out: 'doctor.disk.small.out', params };
  }
  if (syncMs < SYNC_WARN_MS) return { level: 'ok', what: 'doctor.disk', params };
  const level = syncMs < SYNC_BAD_MS ? 'warn' : 'bad';
  return { level, what: 'doctor.disk.slow', out: 'doctor.disk.slow.out', params };
}

export function judgeClock({ nowMs, boardMs, zone, madeMs }: ClockLook): Verdict {
  const time = new Date(nowMs).toISOString();
  if (nowMs < madeMs)
    return { level: 'bad', what: 'doctor.clock.past', out: 'doctor.clock.out', params: { time } };
  const apartMs = boardMs === null ? 0 : Math.abs(nowMs - boardMs);
  if (apartMs >= DRIFT_WARN_MS)
    return {
      level: 'warn',
      what: 'doctor.clock.drift',
      out: 'doctor.clock.out',
      params: { seconds: Math.round(apartMs / 1000) },
    };
  return /^(UTC|Etc\/.*|GMT)$/.test(zone)
    ? { level: 'warn', what: 'doctor.clock.utc', out: 'doctor.clock.utc.out', params: { time } }
    : { level: 'ok', what: 'doctor.clock', params: { time, zone } };
}

/** Lessons need none; but what somebody set up and does not work is found out when the disk is full. */
export function judgeObjects(look: ObjectsLook): Verdict[] {
  switch (look.state) {
    case 'none':
      return [];
    case 'works':
      return [{ level: 'ok', what: 'doctor.objects', params: { place: look.place } }];
    case 'fails': {
      const { place, trouble, error } = look;
      const out = `doctor.objects.${trouble}.out` as const;
      return [{ level: 'bad', what: 'doctor.objects.fails', out, params: { place, error } }];
    }
  }
}

export function judgeDatabase(look: DatabaseLook): Verdict {
  switch (look.state) {
    case 'new':
      return { level: 'ok', what: 'doctor.database.new' };
    case 'whole':
      return { level: 'ok', what: 'doctor.database', params: { steps: look.stepCount } };
    case 'broken':
    case 'away':
      return {
        level: 'bad',
        what: `doctor.database.${look.state}`,
        out: `doctor.database.${look.state}.out`,
        params: { error: look.error },
      };
  }
}
