import { createProduct, type Product } from '../../server/app.ts';
import { aloneBus } from '../../server/platform/bus.ts';
import type { ServerClock } from '../../server/platform/clock.ts';
import { readStart } from '../../server/platform/config.ts';
import type { openDatabase } from '../../server/platform/database.ts';
import { listen } from '../../server/platform/listen.ts';
import { silentLog } from '../../server/platform/log.ts';
import type { NewId } from '../../server/platform/ports.ts';
import { createFakeEngine } from '../../sfu/index.ts';
import { type County, makeCounty } from './county.ts';

/** The whole product in this process, so that a test may move its clock and write beside it; media is the fake engine's. */
export async function startNearProduct(ground: {
  readonly dataDir: string;
  readonly open: ReturnType<typeof openDatabase>;
  readonly clock: ServerClock;
  readonly newId: NewId;
}): Promise<{ readonly product: Product; readonly url: string; readonly county: County }> {
  const { dataDir, ...given } = ground;
  const start = readStart(['--port', '0', '--data-dir', dataDir], { HOST: '127.0.0.1', LANG: 'en_US.UTF-8' });
  if (start.kind !== 'run') throw new Error(JSON.stringify(start));
  const product = await createProduct({
    ...{ config: start.config, ...given, log: silentLog },
    ...{ engine: createFakeEngine(), bus: aloneBus, storeChanged: () => undefined },
  });
  const listening = await listen(product.server, { host: '127.0.0.1', port: 0 });
  if (!listening.ok) throw new Error(listening.error);
  await product.start(listening.port);
  const url = `http://127.0.0.1:${listening.port}`;
  return { product, url, county: await makeCounty({ url, setupUrl: await product.setup.newLink(url) }, 2) };
}
