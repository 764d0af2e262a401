import { App, Button } from 'antd';
import { useState } from 'react';
import { CHANGES_MAX } from '../../../../shared/wire/register-routes.ts';
import { appErrorOf } from '../../api/ask.ts';
import type { RegisterName } from '../../api/queries.ts';
import { errorText, useText } from '../../text.ts';
import { BulkDrawer } from './BulkDrawer.tsx';
import { CloseDialog } from './CloseDialog.tsx';
import { type ListBody, listEntries } from './entries.ts';
import type { RegisterSpec, Row } from './register.types.ts';

type Rows = ReadonlyMap<string, Row>;

/** Lines picked for one act; as many as one change may touch. */
export function useSelection(register: RegisterName, query: ListBody) {
  const t = useText();
  const { message } = App.useApp();
  const [rows, setRows] = useState<Rows>(new Map());
  const clear = () => setRows((before) => (before.size === 0 ? before : new Map()));
  const all = async () => {
    if (rows.size > 0) return clear();
    try {
      const page = await listEntries(register, { ...query, limit: CHANGES_MAX });
      setRows(new Map(page.rows.map((row) => [row.id, row])));
    } catch (cause) {
      void message.error(errorText(t, appErrorOf(cause)));
    }
  };
  return {
    rows,
    clear,
    toggle: (row: Row) =>
      setRows((before) => {
        const next = new Map(before);
        if (!next.delete(row.id) && next.size < CHANGES_MAX) next.set(row.id, row);
        return next;
      }),
    all,
  };
}

type AllProps = { readonly checked: boolean; readonly onChange: () => void };

export function SelectAll({ checked, onChange }: AllProps) {
  const t = useText();
  const words = t('list.selectAll', { limit: CHANGES_MAX });
  return <input type="checkbox" aria-label={words} title={words} checked={checked} onChange={onChange} />;
}

type BarProps = { readonly spec: RegisterSpec; readonly rows: readonly Row[]; readonly onClear: () => void };

export function SelectedBar({ spec, rows, onClear }: BarProps) {
  const t = useText();
  const [open, setOpen] = useState<'bulk' | 'close' | null>(null);
  const done = () => {
    setOpen(null);
    onClear();
  };
  const close = () => setOpen(null);
  return (
    <div className="selected-bar button-row">
      <strong role="status">{t('list.selected', { count: rows.length })}</strong>
      {spec.fields.some(({ bulk }) => bulk === true) && (
        <Button onClick={() => setOpen('bulk')}>{t('bulk.button')}</Button>
      )}
      <Button onClick={() => setOpen('close')}>{t('entry.close')}</Button>
      <Button type="text" onClick={onClear}>
        {t('list.unselect')}
      </Button>
      {open === 'bulk' && <BulkDrawer spec={spec} rows={rows} onClose={close} onDone={done} />}
      {open === 'close' && (
        <CloseDialog
          spec={spec}
          rows={rows}
          title={t('entry.closeMany', { count: rows.length })}
          onClose={close}
          onDone={done}
        />
      )}
    </div>
  );
}
