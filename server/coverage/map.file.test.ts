import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { MAP_BYTES_MAX } from '../../shared/coverage/map.ts';
import { createMapFile } from './map.file.ts';

let folder: string;
let path: string;
const told: string[] = [];
const log = {
  warn: (_: object, message: string) => void told.push(message),
};
const geoJson = (name: string) =>
  JSON.stringify({
    type: 'FeatureCollection',
    features: [
      {
        type: 'Feature',
        properties: { name, adcode: 530000 },
        geometry: { type: 'Polygon', coordinates: [] },
      },
    ],
  });

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sanketang-map-'));
  path = join(folder, 'county.geojson');
  told.length = 0;
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it('is none without a file, without a word in the log where none was wished for', async () => {
  expect(await createMapFile(null, log)()).toBeNull();
  expect(told).toEqual([]);
  expect(await createMapFile(path, log)()).toBeNull();
  expect(told).toEqual(['the map cannot be read']);
});

it('refuses what is no map, and one that is too large, and says so once', async () => {
  const map = createMapFile(path, log);
  for (const [time, text] of ['{', '{"type":"Topology"}', ' '.repeat(MAP_BYTES_MAX + 1)].entries()) {
    await writeFile(path, text);
    await utimes(path, time + 1, time + 1);
    expect(await map()).toBeNull();
    expect(await map()).toBeNull();
  }
  expect(told).toEqual(Array.from({ length: 3 }, () => 'the map cannot be used'));
});

it('is read whole, and anew when its file has changed', async () => {
  const map = createMapFile(path, log);
  await writeFile(path, geoJson('青竹乡'));
  await utimes(path, 10, 10);
  expect((await map())?.features.map(({ properties }) => properties)).toEqual([
    { name: '青竹乡', adcode: 530000 },
  ]);
  await writeFile(path, geoJson('白石乡'));
  await utimes(path, 20, 20);
  expect((await map())?.features[0]?.properties.name).toBe('白石乡');
  expect(told).toEqual([]);
});
