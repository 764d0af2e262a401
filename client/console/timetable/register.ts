import { useRouteForm } from '../api/useRouteForm.ts';

/** What is being entered: nothing, a new entry, or a change of one that stands. */
export type Editing<Row> =
  | { readonly state: 'closed' | 'new' }
  | { readonly state: 'change'; readonly row: Row };

type Row = { readonly id: string; readonly version: number };

/** One form for adding to a register and for changing an entry of it; whoever is slower is told. */
export function useEntryForm<Values extends object>(
  register: 'term' | 'bell',
  {
    row,
    toFields,
    onDone,
  }: {
    readonly row: Row | null;
    readonly toFields: (values: Values) => object;
    readonly onDone: () => void;
  },
) {
  const add = useRouteForm<'term.add' | 'bell.add', Values>(`${register}.add`, {
    toBody: toFields,
    refresh: [`${register}.list`],
    onDone,
  });
  const change = useRouteForm<'term.change' | 'bell.change', Values>(`${register}.change`, {
    toBody: (values) => ({
      changes: [{ id: row?.id, expectedVersion: row?.version, fields: toFields(values) }],
    }),
    refresh: [`${register}.list`],
    onDone,
  });
  return row === null ? add : change;
}
