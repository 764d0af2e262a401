import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useEffect, useState } from 'react';
import { EntryName, FieldsName } from './EntryName.tsx';
import { listEntries } from './entries.ts';
import { learnRows } from './names.ts';
import type { ChosenFrom } from './register.types.ts';

type OfferProps = {
  readonly id?: string;
  readonly from: ChosenFrom;
  readonly narrowed?: Readonly<Record<string, string>>;
  /** An entry that is not offered. */
  readonly without?: string | null;
  readonly disabled?: boolean;
  readonly placeholder?: string;
  readonly label?: string;
  readonly className?: string;
};

type PickerProps = OfferProps & {
  readonly value?: string | null;
  readonly onChange?: (id: string | undefined) => void;
  readonly optional?: boolean;
};

type SeveralProps = OfferProps & {
  readonly value?: readonly string[];
  readonly onChange?: (ids: string[]) => void;
};

const OFFERED = 40;
const TYPED_MS = 200;

/** One of perhaps thousands: what is typed is looked for on the server. */
export function EntryPicker({ value, onChange, optional, ...offer }: PickerProps) {
  const { selectProps, learn } = useOffered(offer);
  return (
    <Select<string>
      {...selectProps}
      {...(value === null || value === undefined || value === '' ? {} : { value })}
      onChange={(chosen?: string) => {
        learn(chosen === undefined ? [] : [chosen]);
        onChange?.(chosen);
      }}
      allowClear={optional === true}
    />
  );
}

/** Some of perhaps thousands. */
export function EntriesPicker({ value, onChange, ...offer }: SeveralProps) {
  const { selectProps, learn } = useOffered(offer);
  return (
    <Select<string[]>
      {...selectProps}
      mode="multiple"
      value={[...(value ?? [])]}
      onChange={(chosen: string[]) => {
        learn(chosen);
        onChange?.(chosen);
      }}
    />
  );
}

/** Registers that are found by their name are offered in its order, links in that of the schools that lead. */
const orders: Readonly<Record<ChosenFrom, { readonly sort?: string }>> = {
  region: { sort: 'name' },
  school: { sort: 'name' },
  room: { sort: 'schoolId' },
  class: { sort: 'name' },
  person: { sort: 'name' },
  need: {},
  link: { sort: 'fromSchoolId' },
  term: { sort: 'name' },
  group: { sort: 'name' },
};

function useOffered({ from, narrowed = {}, without = null, label, ...given }: OfferProps) {
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState('');
  const search = useSettled(typed);
  const body = { ...narrowed, search, limit: OFFERED, ...orders[from] };
  const { data, isFetching } = useQuery({
    queryKey: [`${from}.list`, body],
    queryFn: async () => {
      const page = await listEntries(from, body);
      learnRows(from, page.rows);
      return page;
    },
    enabled: open,
    placeholderData: (before) => before,
  });
  const rows = (data?.rows ?? []).filter(({ id }) => id !== without);
  return {
    /** Whoever reads the choice finds its fields, whatever was forgotten meanwhile. */
    learn: (chosen: readonly string[]) =>
      learnRows(
        from,
        rows.filter(({ id }) => chosen.includes(id)),
      ),
    selectProps: {
      ...given,
      ...(label === undefined ? {} : { 'aria-label': label }),
      options: rows.map(({ id, fields }) => ({
        value: id,
        label: <FieldsName from={from} fields={fields} full />,
      })),
      showSearch: { filterOption: false as const, onSearch: setTyped },
      labelRender: ({ value: id }: { readonly value: string | number }) => (
        <EntryName from={from} id={String(id)} full />
      ),
      loading: isFetching,
      onOpenChange: setOpen,
      popupMatchSelectWidth: false,
    },
  };
}

/** What was typed, once the fingers rest. */
export function useSettled(typed: string): string {
  const [settled, setSettled] = useState(typed);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(typed), TYPED_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  return settled;
}
