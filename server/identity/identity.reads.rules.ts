import type { RouteName } from '../../shared/wire/routes.ts';

/** GET rows that answer what is known of people: whoever reads them stands in the audit, as whoever changes something does. */
export const personalReads: ReadonlySet<string> = new Set<RouteName>([
  'person.list',
  'person.history',
  'person.listPins',
  'login.list',
  'phone.list',
  'attendance.read',
  'audit.list',
  'report.list',
  'recording.replay',
  'recording.address',
  'recording.package',
]);

/** Of a report's lists only the one of people's work names them. */
export const isPersonalRead = (name: string, body: Readonly<Record<string, unknown>>): boolean =>
  personalReads.has(name) &&
  (name !== ('report.list' satisfies RouteName) || body['indicator'] === 'workload');

/**
 * What is nobody's act and yet is no plain reading: a screen that nobody has paired asks for a new code all day, and calendars fetch their
 * feeds every hour, of which each tells when it was last read. A lecture PC that is on says so, and what it found; an office's wall
 * of figures asks for them, and who stands before it nobody knows. Where somebody stands in a replay is told every few seconds, for them
 * alone; that they opened it is kept already.
 */
export const nobodysActs: ReadonlySet<string> = new Set<string>([
  'device.announce' satisfies RouteName,
  'bigScreen.read' satisfies RouteName,
  'calendar.feed',
  'device.beatPc' satisfies RouteName,
  'device.reportPc' satisfies RouteName,
  'recording.progress' satisfies RouteName,
]);
