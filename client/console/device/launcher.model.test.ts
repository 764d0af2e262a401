import { describe, expect, it, test } from 'vitest';
import { addressTrouble, offeredRooms, zipBlob } from './launcher.model.ts';

type Given = Parameters<typeof offeredRooms>;
const room = (id: string, schoolId: string, ends: string[] = ['listening']) => ({
  id,
  fields: { schoolId, name: id, ends },
});
const rooms = [
  room('a', 's1'),
  room('b', 's1'),
  room('c', 's2'),
  room('lecture', 's2', ['lecture']),
  room('both', 's2', ['lecture', 'listening']),
] as unknown as Given[0];
const devices = [
  { room: { roomId: 'a' }, revoked: false },
  { room: { roomId: 'b' }, revoked: true },
] as unknown as Given[1];

describe('offeredRooms', () => {
  const ids = (onlyWithout: boolean) => offeredRooms(rooms, devices, { onlyWithout }).map(({ id }) => id);
  it('offers listening rooms without a screen; a revoked one is none', () => {
    expect(ids(true)).toEqual(['b', 'c', 'both']);
  });
  it('offers every room when asked, and says which has one', () => {
    expect(ids(false)).toEqual(['a', 'b', 'c', 'lecture', 'both']);
    const [first, second] = offeredRooms(rooms, devices, { onlyWithout: false });
    expect([first?.hasScreen, second?.hasScreen]).toEqual([true, false]);
  });
});

describe('addressTrouble', () => {
  test.each([
    ['http://localhost:8080', 'local'],
    ['https://127.0.0.1:8443', 'local'],
    ['http://[::1]:8080', 'local'],
    ['http://192.168.1.9:8080', 'plain'],
    ['https://192.168.1.9:8443', null],
    ['https://class.example.cn', null],
  ])('%s', (origin, trouble) => {
    expect(addressTrouble(origin)).toBe(trouble);
  });
});

it('gives back every byte', async () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, each) => each);
  const blob = zipBlob(Buffer.from(bytes).toString('base64'));
  expect(new Uint8Array(await blob.arrayBuffer())).toEqual(bytes);
});
