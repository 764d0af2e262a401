import { z } from 'zod';

/** Where somebody was in a recording when he left it. */
export interface PlaceKeep {
  read(recordingId: string): number | null;
  write(recordingId: string, atMs: number): void;
  forget(recordingId: string): void;
}

type Box = Pick<Storage, 'getItem' | 'setItem'>;

const PLACES_MAX = 100;
const places = z.array(z.tuple([z.string(), z.number().min(0)]));
type Places = z.infer<typeof places>;

/** One list a person, as several use the same PC; the oldest places go first. */
export function createPlaceKeep(box: Box, person: string): PlaceKeep {
  const key = `sanketang.replay.${person}`;
  const all = (): Places => {
    try {
      const parsed = places.safeParse(JSON.parse(box.getItem(key) ?? '[]'));
      return parsed.success ? parsed.data : [];
    } catch (cause) {
      // What is not JSON was not written here; a browser may also refuse its storage.
      if (cause instanceof SyntaxError || cause instanceof DOMException) return [];
      throw cause;
    }
  };
  const save = (list: Places) => {
    try {
      box.setItem(key, JSON.stringify(list.slice(-PLACES_MAX)));
    } catch (cause) {
      // A full or forbidden storage keeps no place.
      if (!(cause instanceof DOMException)) throw cause;
    }
  };
  const others = (recordingId: string) => all().filter(([id]) => id !== recordingId);
  return {
    read: (recordingId) => all().find(([id]) => id === recordingId)?.[1] ?? null,
    write: (recordingId, atMs) => save([...others(recordingId), [recordingId, Math.round(atMs)]]),
    forget: (recordingId) => save(others(recordingId)),
  };
}
