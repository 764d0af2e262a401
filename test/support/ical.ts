/** What a strict reader of RFC 5545 finds; it throws at the first thing that is not as it must be. */
export type IcalComponent = {
  readonly name: string;
  /** By name with its parameters, unescaped. */
  readonly properties: ReadonlyMap<string, string>;
  readonly parts: readonly IcalComponent[];
};

export function readIcal(text: string): IcalComponent {
  const stack: { name: string; properties: Map<string, string>; parts: IcalComponent[] }[] = [
    { name: '', properties: new Map(), parts: [] },
  ];
  for (const line of linesOf(text)) {
    const match = /^([A-Z-]+(?:;[A-Z-]+=[^;:"]+)*):(.*)$/su.exec(line);
    if (!match) throw new Error(`no property: ${line}`);
    const [, name = '', value = ''] = match;
    const open = stack.at(-1);
    if (open === undefined) throw new Error('nothing is open');
    if (name === 'BEGIN') stack.push({ name: value, properties: new Map(), parts: [] });
    else if (name === 'END') {
      if (value !== open.name) throw new Error(`${value} ends within ${open.name}`);
      stack.pop();
      stack.at(-1)?.parts.push(open);
    } else {
      if (open.properties.has(name)) throw new Error(`${name} stands twice`);
      open.properties.set(name, unescaped(value));
    }
  }
  const [calendar, ...more] = stack[0]?.parts ?? [];
  if (stack.length !== 1 || calendar?.name !== 'VCALENDAR' || more.length > 0)
    throw new Error('not one calendar');
  return calendar;
}

function linesOf(text: string): string[] {
  if (!text.endsWith('\r\n')) throw new Error('the last line does not end');
  const lines = text.slice(0, -2).split('\r\n');
  const long = lines.find((line) => Buffer.byteLength(line) > 75);
  if (long !== undefined) throw new Error(`longer than 75 octets: ${long}`);
  if (/[\r\n]/.test(lines.join(''))) throw new Error('a line ends by half');
  if (lines.some((line) => line !== line.toWellFormed())) throw new Error('a character is torn');
  return lines.join('\r\n').replaceAll('\r\n ', '').split('\r\n');
}

function unescaped(value: string): string {
  if (/\\(?![\\;,nN])/.test(value.replaceAll('\\\\', ''))) throw new Error(`escaped wrongly: ${value}`);
  return value.replaceAll(/\\(.)/gu, (_, sign: string) => (/n/i.test(sign) ? '\n' : sign));
}

/** The instant of a `DTSTART;TZID=…` by the calendar's own description of the zone. */
export function instantOfIcal(calendar: IcalComponent, event: IcalComponent, property: string): number {
  const found = [...event.properties].find(([name]) => name.startsWith(`${property};TZID=`));
  if (!found) throw new Error(`${property} has no zone`);
  const id = found[0].split('TZID=')[1];
  const zone = calendar.parts.find((each) => each.name === 'VTIMEZONE' && each.properties.get('TZID') === id);
  const wanted = asUtc(found[1]);
  const offsets = (zone?.parts ?? [])
    .map(({ properties }) => ({
      fromMs: asUtc(properties.get('DTSTART') ?? ''),
      offsetMs: offsetMs(properties.get('TZOFFSETTO') ?? ''),
    }))
    .filter((each) => each.fromMs <= wanted)
    .sort((a, b) => b.fromMs - a.fromMs);
  const [last] = offsets;
  if (last === undefined) throw new Error(`no offset of ${id}`);
  return wanted - last.offsetMs;
}

function asUtc(basic: string): number {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)$/.exec(basic);
  if (!match) throw new Error(`no local time: ${basic}`);
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1).map(Number);
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

function offsetMs(text: string): number {
  const match = /^([+-])(\d\d)(\d\d)$/.exec(text);
  if (!match) throw new Error(`no offset: ${text}`);
  return (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3])) * 60_000;
}
