import { z } from 'zod';
import { listQuery } from '../../../../shared/wire/register-routes.ts';
import type { ListBody } from './entries.ts';

/** What of a register a page shows, and in what order. Stands in the page's address, so that it can be sent to somebody. */
const read = listQuery.pick({
  search: true,
  regionId: true,
  schoolId: true,
  value: true,
  date: true,
  closed: true,
  sort: true,
});
export type ListView = z.infer<typeof read>;
const names = Object.keys(read.shape) as readonly (keyof ListView)[];

/** Of an address that somebody wrote by hand only what makes sense counts. */
export function viewOf(params: URLSearchParams): ListView {
  const view: Record<string, string> = {};
  for (const name of names) {
    const value = params.get(name);
    if (value !== null && value !== '' && read.shape[name].safeParse(value).success) view[name] = value;
  }
  return read.parse(view);
}

/** The address with another view in it; what else stands there stays. */
export function paramsOf(
  params: URLSearchParams,
  change: Partial<Record<keyof ListView, string | undefined>>,
) {
  const next = new URLSearchParams(params);
  for (const [name, value] of Object.entries(change)) {
    if (value === undefined || value === '') next.delete(name);
    else next.set(name, value);
  }
  return next;
}

export const clearedView: Readonly<Record<keyof ListView, undefined>> = {
  search: undefined,
  regionId: undefined,
  schoolId: undefined,
  value: undefined,
  date: undefined,
  closed: undefined,
  sort: undefined,
};

/** Only what shows other entries; the order is no filter. */
export const isFiltered = ({ sort: _, ...filters }: ListView): boolean => Object.keys(filters).length > 0;

/** Another click on a column turns its order round, a third one takes it away. */
export function nextSort(sort: string | undefined, column: string): string | undefined {
  if (sort === column) return `-${column}`;
  return sort === `-${column}` ? undefined : column;
}

/** As the server is asked; a value counts only with the field that the register is filtered by. */
export function queryOf({ value, ...view }: ListView, filterPath: string | undefined): ListBody {
  return value === undefined || filterPath === undefined ? view : { ...view, field: filterPath, value };
}

const saved = z.array(z.object({ name: z.string().min(1).max(40), params: z.string().max(600) })).max(20);
export type SavedView = z.infer<typeof saved>[number];
export const SAVED_MAX = 20;

/** What this browser kept; nothing when that makes no sense any more. */
export function readSaved(text: string | null): SavedView[] {
  if (text === null) return [];
  try {
    const known = saved.safeParse(JSON.parse(text));
    return known.success ? known.data : [];
  } catch (cause) {
    if (cause instanceof SyntaxError) return [];
    throw cause;
  }
}

/** One of the same name is replaced; of too many the oldest goes. */
export const withSaved = (all: readonly SavedView[], view: SavedView): SavedView[] =>
  [...all.filter(({ name }) => name !== view.name), view].slice(-SAVED_MAX);

/** The view alone, without the tab and what else the address says. */
export function viewParams(params: URLSearchParams): string {
  const kept = names.flatMap((name) => {
    const value = params.get(name);
    return value === null ? [] : [[name, value]];
  });
  return new URLSearchParams(kept).toString();
}

/** The address with a kept view in the place of the one that stands there; its tab and what else it says stay. */
export function withView(params: URLSearchParams, view: string): string {
  const kept = [...paramsOf(params, clearedView)];
  return new URLSearchParams([...kept, ...new URLSearchParams(view)]).toString();
}
