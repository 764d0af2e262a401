import type { Json } from '../../shared/kernel/canonical-json.ts';
import type { LocalDate } from '../../shared/kernel/time.ts';
import type { JsonFields } from './register.rules.ts';
import type { RegisterEntry } from './register.types.ts';

/** More than these are forgotten together: what is held here is held beside the entries themselves. */
const KNOWN_MAX = 50_000;

/**
 * Makes equal parts of many entries one part: the day on which they begin, who wrote them, their school, their roles. A row of a database
 * brings each of them anew. To be kept only while many entries are read; entries are never changed, so nobody notices.
 */
export function createSharing() {
  const texts = createKnown<string>();
  const wholes = createKnown<Json>();
  const part = (value: Json | undefined): Json | undefined => {
    if (typeof value === 'string') return texts(value, value);
    return typeof value === 'object' && value !== null ? wholes(JSON.stringify(value), value) : value;
  };
  return <Id extends string, Fields>(entry: RegisterEntry<Id, Fields>): RegisterEntry<Id, Fields> => {
    const fields: Record<string, Json | undefined> = { ...(entry.fields as JsonFields) };
    for (const [name, value] of Object.entries(fields)) fields[name] = part(value);
    return {
      ...entry,
      // The same text, so the same day.
      validFrom: texts(entry.validFrom, entry.validFrom) as LocalDate,
      recordedBy: texts(entry.recordedBy, entry.recordedBy),
      fields: fields as Fields,
    };
  };
}

function createKnown<T>() {
  const known = new Map<string, T>();
  return (key: string, value: T): T => {
    const found = known.get(key);
    if (found !== undefined) return found;
    if (known.size >= KNOWN_MAX) known.clear();
    known.set(key, value);
    return value;
  };
}
