import type { DeviceCard } from '../../../shared/device.ts';
import type { RegisterRow } from '../api/queries.ts';

type Room = Pick<RegisterRow<'room'>, 'id' | 'fields'>;

export type OfferedRoom = {
  readonly id: Room['id'];
  readonly schoolId: Room['fields']['schoolId'];
  readonly name: string;
  readonly hasScreen: boolean;
};

/** Rooms that may get a launcher, listening rooms alone when only those without a screen are wanted. A revoked screen is none. */
export function offeredRooms(
  rooms: readonly Room[],
  devices: readonly Pick<DeviceCard, 'room' | 'revoked'>[],
  { onlyWithout }: { readonly onlyWithout: boolean },
): OfferedRoom[] {
  const equipped = new Set(devices.filter(({ revoked }) => !revoked).map(({ room }) => room.roomId));
  return rooms
    .map(({ id, fields }) => ({ id, fields, hasScreen: equipped.has(id) }))
    .filter(({ fields, hasScreen }) => !onlyWithout || (!hasScreen && fields.ends.includes('listening')))
    .map(({ id, fields, hasScreen }) => ({ id, schoolId: fields.schoolId, name: fields.name, hasScreen }));
}

/** What keeps a launcher of this address from working well in a classroom. */
export function addressTrouble(origin: string): 'local' | 'plain' | null {
  const { hostname, protocol } = new URL(origin);
  if (hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.')) return 'local';
  return protocol === 'https:' ? null : 'plain';
}

/** The bytes of base64, as a file that a browser saves. */
export function zipBlob(base64: string): Blob {
  const text = atob(base64);
  return new Blob([Uint8Array.from(text, (sign) => sign.charCodeAt(0))], { type: 'application/zip' });
}
