import { expect, it } from 'vitest';
import { mapGround } from '../../../../shared/coverage/map.ts';
import { nameOnMap } from './map.model.ts';

const feature = (properties: object) => ({ type: 'Feature', properties, geometry: null });
const map = (...properties: object[]) => ({ type: 'FeatureCollection', features: properties.map(feature) });

it('refuses what is no map', () => {
  expect(mapGround.safeParse(map()).success).toBe(false);
  expect(mapGround.safeParse(map({ code: '1' })).success).toBe(false);
  expect(mapGround.safeParse({ type: 'Feature' }).success).toBe(false);
});

it('finds a part by its official code before its name, and says when it is not on the map', () => {
  const ground = mapGround.parse(map({ name: '松坪', adcode: 511501 }, { name: '松坪乡' }));
  expect(nameOnMap(ground, { name: '松坪乡', officialCode: '511501' })).toBe('松坪');
  expect(nameOnMap(ground, { name: '松坪乡', officialCode: '' })).toBe('松坪乡');
  expect(nameOnMap(ground, { name: '龙潭镇', officialCode: '9' })).toBeNull();
});
