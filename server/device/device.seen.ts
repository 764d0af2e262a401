import { SEEN_EVERY_MS } from './device.rules.ts';
import type { DeviceStore } from './device.store.ts';
import type { Device, Place, Visit } from './device.types.ts';

/** Writes down when a device was seen, once a minute at most, and from where if that is told and is news. */
export async function noteVisit(
  store: Pick<DeviceStore, 'seen' | 'seenAt'>,
  { device, place }: { readonly device: Device; readonly place: Place },
  { nowMs, visit }: { readonly nowMs: number; readonly visit: Visit | undefined },
): Promise<void> {
  const isStale = nowMs - Math.min(device.lastSeenAtMs ?? 0, place.lastSeenAtMs) >= SEEN_EVERY_MS;
  const isNews = visit !== undefined && (visit.agent !== place.agent || visit.address !== place.address);
  if (isStale) await store.seen(device.id, nowMs);
  if (isStale || isNews) await store.seenAt(place.placeId, nowMs, visit);
}
