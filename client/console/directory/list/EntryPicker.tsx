import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useEffect, useState } from 'react';
import { EntryName, FieldsName } from './EntryName.tsx';
import { listEntries } from './entries.ts';
import { learnRows } from './names.ts';
import type { ChosenFrom } from './register.types.ts';

type PickerProps = {
  readonly id?: string;
  readonly from: ChosenFrom;
  readonly value?: string | null;
  readonly onChange?: (id: string | undefined) => void;
  readonly narrowed?: Readonly<Record<string, string>>;
  readonly optional?: boolean;
  readonly disabled?: boolean;
  readonly placeholder?: string;
  readonly label?: string;
};

const OFFERED = 40;
const TYPED_MS = 200;

/** One of perhaps thousands: what is typed is looked for on the server. */
export function EntryPicker(props: PickerProps) {
  const { from, value, onChange, narrowed = {} } = props;
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState('');
  const search = useSettled(typed);
  const body = { ...narrowed, search, limit: OFFERED, ...(from === 'need' ? {} : { sort: 'name' }) };
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
  return (
    <Select
      {...(props.id === undefined ? {} : { id: props.id })}
      {...(props.label === undefined ? {} : { 'aria-label': props.label })}
      {...(props.placeholder === undefined ? {} : { placeholder: props.placeholder })}
      value={value ?? undefined}
      onChange={(chosen: string | undefined) => {
        // Whoever reads the choice finds its fields, whatever was forgotten meanwhile.
        learnRows(from, data?.rows.filter(({ id }) => id === chosen) ?? []);
        onChange?.(chosen);
      }}
      options={(data?.rows ?? []).map(({ id, fields }) => ({
        value: id,
        label: <FieldsName from={from} fields={fields} />,
      }))}
      showSearch={{ filterOption: false, onSearch: setTyped }}
      labelRender={({ value: id }) => <EntryName from={from} id={String(id)} />}
      loading={isFetching}
      allowClear={props.optional === true}
      disabled={props.disabled === true}
      onOpenChange={setOpen}
      popupMatchSelectWidth={false}
    />
  );
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
