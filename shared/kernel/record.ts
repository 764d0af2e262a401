/** The same keys with other values. */
export function mapValues<K extends string, V>(
  record: Readonly<Record<K, V>>,
  map: (value: V) => V,
): Readonly<Record<K, V>> {
  const mapped = Object.entries<V>(record).map(([key, value]) => [key, map(value)]);
  return Object.fromEntries(mapped) as Readonly<Record<K, V>>;
}

/** Everything but one entry; the very same record when there is no such entry. */
export function without<K extends string, V>(record: Readonly<Record<K, V>>, key: K): Readonly<Record<K, V>> {
  if (!(key in record)) return record;
  const { [key]: _removed, ...rest } = record;
  return rest as Readonly<Record<K, V>>;
}
