import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Input, InputNumber, Select } from 'antd';
import { useId } from 'react';
import { minuteText, readMinute } from '../../shell/clock.model.ts';
import { weekdayText } from '../../shell/format.ts';
import { useLanguage, useText } from '../../text.ts';
import { rowsIn } from './entry.model.ts';
import type { FieldKind, Fields, OtherInputProps, RowColumn } from './register.types.ts';

type RowsProps = OtherInputProps & { readonly kind: Extract<FieldKind, { type: 'rows' }> };

/** Rows that can be added and taken away. One that was begun and left empty counts for nothing. */
export function RowsInput({ id, kind, value, onChange }: RowsProps) {
  const t = useText();
  const rows = rowsIn(value);
  const put = (at: number, change: Fields) =>
    onChange?.(rows.map((row, index) => (index === at ? { ...row, ...change } : row)));
  return (
    <fieldset className="rows-input" {...(id === undefined ? {} : { id })} aria-label={t(kind.label)}>
      {rows.map((row, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row has no name but its place in the list
        <div key={at} className={`rows-line rows-of-${kind.columns.length}`}>
          {kind.columns.map((column) => (
            <Cell
              key={column.name}
              column={column}
              value={row[column.name]}
              onChange={(cell) => put(at, { [column.name]: cell })}
            />
          ))}
          <Button
            icon={<DeleteOutlined />}
            aria-label={t('timetable.remove', { number: at + 1 })}
            onClick={() => onChange?.(rows.filter((_, index) => index !== at))}
          />
        </div>
      ))}
      <Button icon={<PlusOutlined />} onClick={() => onChange?.([...rows, {}])}>
        {t(kind.addLabel)}
      </Button>
    </fieldset>
  );
}

type CellProps = {
  readonly column: RowColumn;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
};

function Cell({ column, value, onChange }: CellProps) {
  const t = useText();
  const id = useId();
  return (
    <div>
      <label htmlFor={id}>{t(column.label)}</label>
      <CellInput id={id} column={column} value={value} onChange={onChange} />
    </div>
  );
}

function CellInput({ id, column, value, onChange }: CellProps & { readonly id: string }) {
  const locale = useLanguage((language) => language.locale);
  switch (column.type) {
    case 'text':
    case 'date':
      return (
        <Input
          id={id}
          {...(column.type === 'date' ? { type: 'date' } : { autoComplete: 'off' })}
          value={typeof value === 'string' ? value : ''}
          onChange={({ target }) => onChange(target.value)}
        />
      );
    case 'time':
      return (
        <Input
          id={id}
          type="time"
          value={typeof value === 'number' ? minuteText(value) : ''}
          onChange={({ target }) => onChange(readMinute(target.value) ?? undefined)}
        />
      );
    case 'number':
      return (
        <InputNumber
          id={id}
          min={column.min}
          max={column.max}
          precision={0}
          value={typeof value === 'number' ? value : null}
          onChange={(typed) => onChange(typed ?? undefined)}
        />
      );
    case 'weekday':
      return (
        <Select
          id={id}
          {...(typeof value === 'number' ? { value } : {})}
          onChange={(chosen: number) => onChange(chosen)}
          options={[1, 2, 3, 4, 5, 6, 7].map((day) => ({ value: day, label: weekdayText(day, locale) }))}
        />
      );
  }
}
