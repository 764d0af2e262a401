import type { ErrorParams } from '../../../../shared/kernel/errors.ts';
import type { RouteName } from '../../../../shared/wire/routes.ts';
import { askOrThrow } from '../../api/ask.ts';
import type { RegisterName } from '../../api/queries.ts';
import type { Fields, Row } from './register.types.ts';

/**
 * The rows of any register, for pages that know it by its description only. The route table checks every answer and every body; which of the
 * registers it is stands in a string, which the type checker cannot follow.
 */
const ask = (name: string, body: object): Promise<unknown> => askOrThrow(name as RouteName, body as never);

export type ListBody = Readonly<Record<string, string | number | undefined>>;
export type ListPage = { readonly rows: readonly Row[]; readonly total: number };
export type Version = {
  readonly version: number;
  readonly validFrom: string;
  readonly validTo: string | null;
  readonly closed: boolean;
  readonly recordedAtMs: number;
  readonly recordedBy: { readonly personId: string; readonly name: string } | null;
  readonly reason: string;
  readonly fields: Fields;
};
export type Seen = { readonly id: string; readonly expectedVersion: number };
export type Change = Seen & { readonly fields: Fields };
export type Written = { readonly versions: readonly { readonly id: string; readonly version: number }[] };
type From = string | undefined;

export const listEntries = (register: RegisterName, body: ListBody) =>
  ask(`${register}.list`, body) as Promise<ListPage>;
export const readHistory = async (register: RegisterName, id: string) =>
  ((await ask(`${register}.history`, { id })) as { versions: readonly Version[] }).versions;
export const changeEntries = (register: RegisterName, changes: readonly Change[], validFrom: From) =>
  ask(`${register}.change`, { changes, ...from(validFrom) }) as Promise<Written>;
export const closeEntries = (
  register: RegisterName,
  entries: readonly Seen[],
  { reason, validFrom }: { readonly reason: string; readonly validFrom: From },
) => ask(`${register}.close`, { entries, reason, ...from(validFrom) }) as Promise<Written>;
export const reopenEntries = (register: RegisterName, entries: readonly Seen[], validFrom: From) =>
  ask(`${register}.reopen`, { entries, ...from(validFrom) }) as Promise<Written>;

const from = (validFrom: From) => (validFrom === undefined || validFrom === '' ? {} : { validFrom });

/** Which of the entries that were sent together was refused, counted from 0; null when it was not one of them. */
export const refusedRow = (params: ErrorParams | undefined): number | null => {
  const row = params?.['row'];
  return typeof row === 'number' ? row : null;
};
