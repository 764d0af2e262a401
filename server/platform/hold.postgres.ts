import pg from 'pg';
import type { Hold, HoldWish } from './hold.types.ts';

/** Any number, the same in every version for ever: by it servers of one database find each other. */
const LOCK = 7_305_441_002;
const AGAIN_MS = 1_000;
const CONNECT_MS = 5_000;
/** A machine that lost its power says no goodbye: the database finds that out within half a minute, and lets go. */
const KEEPALIVE = '-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3';

/** How much this machine's clock is ahead of the database's. */
export async function clockAheadMs(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: CONNECT_MS });
  await client.connect();
  try {
    const askedMs = Date.now();
    const { rows } = await client.query<{ ms: number }>(
      'select (extract(epoch from clock_timestamp()) * 1000)::float8 as ms',
    );
    return (askedMs + Date.now()) / 2 - (rows[0]?.ms ?? askedMs);
  } finally {
    await client.end();
  }
}

/**
 * An advisory lock on a connection of its own. When that connection breaks, it is taken again as soon as the database is back; whoever took it
 * meanwhile keeps it, and the log says so.
 */
export async function holdPostgres({ url, kind, log }: HoldWish): Promise<Hold | null> {
  let client: pg.Client | null = null;
  let released = false;
  let timer: NodeJS.Timeout | undefined;

  const take = async (): Promise<boolean> => {
    const fresh = new pg.Client({
      connectionString: url,
      keepAlive: true,
      connectionTimeoutMillis: CONNECT_MS,
      options: KEEPALIVE,
    });
    fresh.on('error', () => undefined);
    await fresh.connect();
    const lock = kind === 'alone' ? 'pg_try_advisory_lock' : 'pg_try_advisory_lock_shared';
    const { rows } = await fresh.query<{ held: boolean }>(`select ${lock}(${LOCK}) as held`);
    if (rows[0]?.held !== true || released) {
      await fresh.end();
      return false;
    }
    client = fresh;
    fresh.once('end', again);
    return true;
  };
  const again = (): void => {
    client = null;
    if (released) return;
    timer = setTimeout(() => {
      take().then(
        (held) => {
          if (held || released) return;
          log.error({}, 'ANOTHER SERVER HAS TAKEN THIS DATABASE while it was away');
          again();
        },
        () => again(),
      );
    }, AGAIN_MS);
    timer.unref();
  };

  if (!(await take())) return null;
  return {
    async release() {
      released = true;
      clearTimeout(timer);
      await client?.end();
    },
  };
}
