import { fail } from '../shared/kernel/result.ts';
import type { RouteName } from '../shared/wire/routes.ts';

/** Rows whose handler is being written. Empty when everything is there. */
const names = ['import.read', 'import.apply', 'import.drop'] as const satisfies readonly RouteName[];

const unavailable = () => Promise.resolve(fail('UNAVAILABLE'));
export const pending = Object.fromEntries(names.map((name) => [name, unavailable])) as Record<
  (typeof names)[number],
  typeof unavailable
>;
