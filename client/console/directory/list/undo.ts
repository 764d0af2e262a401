import { create } from 'zustand';
import type { RegisterName } from '../../api/queries.ts';
import {
  type Change,
  changeEntries,
  closeEntries,
  reopenEntries,
  type Seen,
  type Written,
} from './entries.ts';
import type { Fields } from './register.types.ts';

type Before = { readonly id: string; readonly fields: Fields };

/** What somebody did last in this window, and what takes it back: always as a new version, never by forgetting one. */
export type Done = { readonly register: RegisterName; readonly validFrom: string | undefined } & (
  | { readonly act: 'add' | 'reopen' | 'close'; readonly entries: readonly Seen[] }
  | { readonly act: 'change'; readonly changes: readonly Change[] }
);

type Undo = { readonly last: Done | null; remember(done: Done | null): void };

export const useUndo = create<Undo>((set) => ({ last: null, remember: (last) => set({ last }) }));

export const seenOf = ({ versions }: Written): Seen[] =>
  versions.map(({ id, version }) => ({ id, expectedVersion: version }));

/** What a change has to become to be as it was. */
export function changesBack(before: readonly Before[], written: Written): Change[] {
  const fields = new Map(before.map((each) => [each.id, each.fields]));
  return seenOf(written).flatMap((seen) => {
    const was = fields.get(seen.id);
    return was === undefined ? [] : [{ ...seen, fields: was }];
  });
}

export const countOf = (done: Done): number =>
  done.act === 'change' ? done.changes.length : done.entries.length;

/** `reason` stands beside what is closed again because it was added by mistake. */
export function takeBack(done: Done, reason: string): Promise<Written> {
  const { register, validFrom } = done;
  switch (done.act) {
    case 'change':
      return changeEntries(register, done.changes, validFrom);
    case 'close':
      return reopenEntries(register, done.entries, validFrom);
    case 'add':
    case 'reopen':
      return closeEntries(register, done.entries, { reason, validFrom });
  }
}
