import type { RoomId } from '../shared/kernel/ids.ts';
import type { DeviceService } from './device/device.service.ts';
import type { ScreenLine } from './device/device.types.ts';

/** Rooms that have a large screen, and those of them whose screen is connected. */
export const screenRoomsBy =
  (devices: Pick<DeviceService, 'rooms'>, lines: () => readonly Pick<ScreenLine, 'deviceId'>[]) =>
  async (): Promise<{ readonly all: ReadonlySet<RoomId>; readonly online: ReadonlySet<RoomId> }> => {
    const rooms = new Map([...(await devices.rooms())].filter(([, { isScreen }]) => isScreen));
    const online = lines().flatMap(({ deviceId }) => rooms.get(deviceId)?.roomId ?? []);
    return { all: new Set([...rooms.values()].map(({ roomId }) => roomId)), online: new Set(online) };
  };
