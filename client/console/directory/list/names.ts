import { useEffect } from 'react';
import { create } from 'zustand';
import type { ErrorCode } from '../../../../shared/kernel/errors.ts';
import { appErrorOf } from '../../api/ask.ts';
import { listEntries } from './entries.ts';
import type { ChosenFrom, Fields, Row } from './register.types.ts';

/** Entries that others point at, as far as a page has come across them; null is not there for the asker. */
type Known = {
  readonly entries: Readonly<Record<string, Fields | null>>;
  learn(found: Readonly<Record<string, Fields | null>>): void;
  forget(): void;
};

export const useKnown = create<Known>((set) => ({
  entries: {},
  learn: (found) => set(({ entries }) => ({ entries: { ...entries, ...found } })),
  forget: () => set({ entries: {} }),
}));

const keyOf = (from: ChosenFrom, id: string, date: string) => `${from} ${id} ${date}`;

export function learnRows(from: ChosenFrom, rows: readonly Row[], date = ''): void {
  useKnown
    .getState()
    .learn(Object.fromEntries(rows.map(({ id, fields }) => [keyOf(from, id, date), fields])));
}

export const knownFields = (from: ChosenFrom, id: string): Fields | null =>
  useKnown.getState().entries[keyOf(from, id, '')] ?? null;

/** A page asks for the names of all its rows in one go. */
const GATHER_MS = 15;
const AT_ONCE = 100;
const AGAIN_MS = 5_000;
/** What says nothing about the entries that were asked for. */
const fleeting = new Set<ErrorCode>(['UNAVAILABLE', 'TIMEOUT']);
const wanted = new Map<string, { readonly from: ChosenFrom; readonly id: string; readonly date: string }>();

function want(from: ChosenFrom, id: string, date: string): void {
  // The first one starts the wait for the others.
  if (wanted.size === 0) setTimeout(fetchWanted, GATHER_MS);
  wanted.set(keyOf(from, id, date), { from, id, date });
}

function fetchWanted(): void {
  const all = [...wanted.values()];
  wanted.clear();
  const groups = Map.groupBy(all, (each) => `${each.from} ${each.date}`);
  for (const group of groups.values())
    for (let at = 0; at < group.length; at += AT_ONCE) void fetchNames(group.slice(at, at + AT_ONCE));
}

async function fetchNames(group: readonly { from: ChosenFrom; id: string; date: string }[]): Promise<void> {
  const [first] = group;
  if (first === undefined) return;
  const { from, date } = first;
  const query = { ids: group.map(({ id }) => id).join(','), limit: AT_ONCE };
  const rows = await listEntries(from, date === '' ? query : { ...query, date }).then(
    (page) => page.rows,
    (cause) => (fleeting.has(appErrorOf(cause).code) ? null : []),
  );
  if (rows === null) {
    // The list itself says what is wrong with the line; its names come when it is back.
    setTimeout(() => {
      for (const { id } of group) want(from, id, date);
    }, AGAIN_MS);
    return;
  }
  const missing = group.map(({ id }) => [keyOf(from, id, date), null] as const);
  const found = rows.map(({ id, fields }) => [keyOf(from, id, date), fields] as const);
  useKnown.getState().learn(Object.fromEntries([...missing, ...found]));
}

/** Undefined while it is on its way, null when it is not there for the asker. */
export function useFieldsOf(from: ChosenFrom, id: string | null, date = ''): Fields | null | undefined {
  const found = useKnown((known) => (id === null ? null : known.entries[keyOf(from, id, date)]));
  useEffect(() => {
    if (found === undefined && id !== null) want(from, id, date);
  }, [found, from, id, date]);
  return found;
}

/** Names of many entries at once, for what has to be put in their order; empty while one is on its way. */
export function useNamesOf(from: ChosenFrom, ids: readonly string[]): (id: string) => string {
  const entries = useKnown((known) => known.entries);
  useEffect(() => {
    for (const id of ids) if (entries[keyOf(from, id, '')] === undefined) want(from, id, '');
  }, [entries, from, ids]);
  return (id) => {
    const name = entries[keyOf(from, id, '')]?.['name'];
    return typeof name === 'string' ? name : '';
  };
}
