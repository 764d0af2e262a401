import { readFile, stat } from 'node:fs/promises';
import { MAP_BYTES_MAX, type MapGround, mapGround } from '../../shared/coverage/map.ts';
import type { Log } from '../platform/ports.ts';

/**
 * The operator's map, read when it is asked for and again when its file has changed. Null without one, and for one that cannot be used:
 * the page says the same as a grid, and the log says why.
 */
export function createMapFile(path: string | null, log: Pick<Log, 'warn'>): () => Promise<MapGround | null> {
  let kept: { readonly changedAtMs: number; readonly map: MapGround | null } | null = null;
  const readMap = async (bytes: number): Promise<MapGround | null> => {
    if (path === null) return null;
    const unused = (why: object) => {
      log.warn({ path, ...why }, 'the map cannot be used');
      return null;
    };
    if (bytes > MAP_BYTES_MAX) return unused({ bytes, most: MAP_BYTES_MAX });
    try {
      const read = mapGround.safeParse(JSON.parse(await readFile(path, 'utf8')));
      return read.success ? read.data : unused({ at: read.error.issues[0]?.path.join('.') });
    } catch (error) {
      return unused({ error });
    }
  };
  return async () => {
    if (path === null) return null;
    try {
      const { mtimeMs, size } = await stat(path);
      if (kept?.changedAtMs !== mtimeMs) kept = { changedAtMs: mtimeMs, map: await readMap(size) };
      return kept.map;
    } catch (error) {
      log.warn({ path, error }, 'the map cannot be read');
      return null;
    }
  };
}
