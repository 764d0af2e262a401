/** What the reader of PDFs takes for granted and Chromium 100 has not: the floor of the large screens is older than its own. */
type Loose = Record<PropertyKey, unknown>;

function give(to: object, name: PropertyKey, value: unknown): void {
  if (name in to) return;
  Object.defineProperty(to, name, { value, writable: true, configurable: true });
}

give(Promise, 'withResolvers', function withResolvers<T>() {
  const made: Loose = {};
  made['promise'] = new Promise<T>((resolve, reject) => {
    made['resolve'] = resolve;
    made['reject'] = reject;
  });
  return made;
});

give(Array.prototype, 'toSpliced', function toSpliced<T>(this: T[], ...how: [number, number, ...T[]]) {
  const copy = [...this];
  copy.splice(...how);
  return copy;
});

give(AbortSignal, 'any', (signals: readonly AbortSignal[]) => {
  const controller = new AbortController();
  for (const signal of signals) {
    if (signal.aborted) controller.abort(signal.reason);
    else signal.addEventListener('abort', () => controller.abort(signal.reason), { once: true });
  }
  return controller.signal;
});
