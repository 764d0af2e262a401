import type { AuditEntry } from '../../../shared/audit.ts';
import { addDays, type LocalDate, localDate } from '../../../shared/kernel/time.ts';
import type { RouteBody } from '../../../shared/wire/routes.ts';

/** What is asked of the audit; it stands in the page's address. */
export type AuditFilter = {
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly search: string;
  readonly actorId: string;
  readonly subjectId: string;
};

const WEEK_DAYS = 7;
const ID = /^[\w-]{1,64}$/;

/** Anything in the address that makes no sense is as if it were not there. */
export function readFilter(address: URLSearchParams, today: LocalDate): AuditFilter {
  const day = (name: string, otherwise: LocalDate) => {
    const read = localDate.safeParse(address.get(name));
    return read.success ? read.data : otherwise;
  };
  const id = (name: string) => {
    const value = address.get(name) ?? '';
    return ID.test(value) ? value : '';
  };
  return {
    from: day('from', addDays(today, 1 - WEEK_DAYS)),
    to: day('to', today),
    search: (address.get('search') ?? '').slice(0, 60),
    actorId: id('actorId'),
    subjectId: id('subjectId'),
  };
}

/** What goes into the question and into the address: only what is said. */
export function questionOf(filter: AuditFilter): RouteBody<'audit.list'> {
  const { from, to, ...rest } = filter;
  const said = Object.entries(rest).filter(([, value]) => value.trim() !== '');
  return { from, to, ...Object.fromEntries(said) };
}

export const csvAddress = (filter: AuditFilter, locale: string): string =>
  `/api/audit.csv?${new URLSearchParams({ ...(questionOf(filter) as Record<string, string>), locale })}`;

/** What stands for a thing that has no name: an uploaded file never was in the directory, anything else is there no longer. */
export const unnamedKey = (action: string) =>
  action.startsWith('import.') ? ('audit.uploaded' as const) : ('audit.unnamed' as const);

const UUID = /^[0-9a-f]{8}-[0-9a-f-]{27}$/;

type Shown = {
  /** Names of fields that were given or changed. */
  readonly fields: readonly string[];
  readonly others: readonly { readonly name: string; readonly value: string | number | boolean }[];
};

/** What is worth showing of the facts: names of fields apart; ids tell nobody anything. How many there were is told by the list's own name. */
export function factsShown({ facts }: Pick<AuditEntry, 'facts'>): Shown {
  const { fields, ...rest } = facts;
  const others = Object.entries(rest).filter(([, value]) => !UUID.test(String(value)));
  return {
    fields: typeof fields === 'string' ? fields.split(', ') : [],
    others: others.map(([name, value]) => ({
      name: typeof value === 'number' ? name.replace(/(?<=s)Count$/, '') : name,
      value,
    })),
  };
}
