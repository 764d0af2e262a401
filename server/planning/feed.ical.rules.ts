import { MINUTE_MS, wallClock, type Zone } from '../../shared/kernel/time.ts';

/** One lesson in a calendar. */
export type IcalEvent = {
  readonly uid: string;
  /** Rises with every change, or calendars keep what they had. */
  readonly sequence: number;
  readonly changedAtMs: number;
  readonly startAtMs: number;
  readonly endAtMs: number;
  readonly zone: Zone;
  readonly summary: string;
  readonly location: string;
  readonly description: string;
  readonly cancelled: boolean;
};

const LINE_OCTETS = 75;
const DAY_MS = 86_400_000;

/** A calendar as RFC 5545 wants it: CRLF after every line, none longer than 75 octets, times with the zone that they mean. */
export function icalendar(name: string, events: readonly IcalEvent[]): string {
  const zones = Map.groupBy(events, (event) => event.zone);
  return [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Sanketang//Timetable//ZH',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    `X-WR-CALNAME:${escaped(name)}`,
    'REFRESH-INTERVAL;VALUE=DURATION:PT1H',
    'X-PUBLISHED-TTL:PT1H',
    ...[...zones].flatMap(([zone, held]) => zoneLines(zone, held)),
    ...events.flatMap(eventLines),
    'END:VCALENDAR',
  ]
    .map((line) => `${folded(line)}\r\n`)
    .join('');
}

function eventLines(event: IcalEvent): string[] {
  return [
    'BEGIN:VEVENT',
    `UID:${event.uid}`,
    `SEQUENCE:${event.sequence}`,
    `DTSTAMP:${utc(event.changedAtMs)}`,
    `LAST-MODIFIED:${utc(event.changedAtMs)}`,
    `DTSTART;TZID=${event.zone}:${local(event.startAtMs, event.zone)}`,
    `DTEND;TZID=${event.zone}:${local(event.endAtMs, event.zone)}`,
    `SUMMARY:${escaped(event.summary)}`,
    ...(event.location === '' ? [] : [`LOCATION:${escaped(event.location)}`]),
    ...(event.description === '' ? [] : [`DESCRIPTION:${escaped(event.description)}`]),
    `STATUS:${event.cancelled ? 'CANCELLED' : 'CONFIRMED'}`,
    `TRANSP:${event.cancelled ? 'TRANSPARENT' : 'OPAQUE'}`,
    'END:VEVENT',
  ];
}

/** The zone's offsets as far as the events reach; a calendar need not know the zone's name. */
function zoneLines(zone: Zone, events: readonly IcalEvent[]): string[] {
  const firstMs = events.reduce(
    (least, { startAtMs }) => Math.min(least, startAtMs),
    Number.POSITIVE_INFINITY,
  );
  const lastMs = events.reduce((most, { endAtMs }) => Math.max(most, endAtMs), 0);
  const begin = firstMs - DAY_MS;
  const lines = observance('STANDARD', {
    startAtMs: begin,
    from: offsetMinutes(begin, zone),
    to: offsetMinutes(begin, zone),
  });
  for (let day = begin; day < lastMs + DAY_MS; day += DAY_MS) {
    const [from, to] = [offsetMinutes(day, zone), offsetMinutes(day + DAY_MS, zone)];
    if (from === to) continue;
    const startAtMs = changeBetween(day, day + DAY_MS, zone);
    lines.push(...observance(to > from ? 'DAYLIGHT' : 'STANDARD', { startAtMs, from, to }));
  }
  return ['BEGIN:VTIMEZONE', `TZID:${zone}`, ...lines, 'END:VTIMEZONE'];
}

/** `startAtMs` is written as clocks showed it until then. */
function observance(
  kind: 'STANDARD' | 'DAYLIGHT',
  { startAtMs, from, to }: { readonly startAtMs: number; readonly from: number; readonly to: number },
): string[] {
  return [
    `BEGIN:${kind}`,
    `DTSTART:${basic(startAtMs + from * MINUTE_MS)}`,
    `TZOFFSETFROM:${offsetText(from)}`,
    `TZOFFSETTO:${offsetText(to)}`,
    `END:${kind}`,
  ];
}

/** The minute between two instants at which the zone's clocks were changed. */
function changeBetween(fromMs: number, toMs: number, zone: Zone): number {
  const before = offsetMinutes(fromMs, zone);
  let [low, high] = [Math.floor(fromMs / MINUTE_MS), Math.floor(toMs / MINUTE_MS)];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetMinutes(middle * MINUTE_MS, zone) === before) low = middle;
    else high = middle;
  }
  return high * MINUTE_MS;
}

function offsetMinutes(atMs: number, zone: Zone): number {
  const { date, minute } = wallClock(atMs, zone);
  return Date.parse(`${date}T00:00:00Z`) / MINUTE_MS + minute - Math.floor(atMs / MINUTE_MS);
}

const offsetText = (minutes: number) => {
  const size = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}${two(size % 60)}`;
};

const two = (value: number) => String(value).padStart(2, '0');
const basic = (asUtcMs: number) => new Date(asUtcMs).toISOString().slice(0, 19).replaceAll(/[-:]/g, '');
const utc = (atMs: number) => `${basic(atMs)}Z`;
const local = (atMs: number, zone: Zone) => basic(atMs + offsetMinutes(atMs, zone) * MINUTE_MS);

function escaped(text: string): string {
  return text
    .replaceAll(/[\\;,]/g, (sign) => `\\${sign}`)
    .replaceAll(/\r\n|\r|\n/g, '\\n')
    .replaceAll(/\p{Cc}/gu, '');
}

/** No character is torn: some calendars fold back bytes, others characters. */
function folded(line: string): string {
  let text = '';
  let octets = 0;
  for (const sign of line) {
    const size = Buffer.byteLength(sign);
    if (octets + size > LINE_OCTETS) {
      text += '\r\n ';
      octets = 1;
    }
    text += sign;
    octets += size;
  }
  return text;
}
