import { Button, Drawer, Tabs } from 'antd';
import { useState } from 'react';
import { useText } from '../../text.ts';
import { CloseDialog } from './CloseDialog.tsx';
import { EditForm } from './EditForm.tsx';
import { EntryHistory } from './EntryHistory.tsx';
import { reopenEntries } from './entries.ts';
import type { RegisterSpec, Row } from './register.types.ts';
import { Title } from './Title.tsx';
import { seenOf } from './undo.ts';
import { useWrite } from './useWrite.ts';
import { Why } from './Why.tsx';
import { Words } from './Words.tsx';

type EntryProps = {
  readonly spec: RegisterSpec;
  readonly row: Row;
  /** As of which day it is looked at; empty is today. */
  readonly date: string;
  readonly state: 'inForce' | 'closed' | 'readOnly';
  readonly onClose: () => void;
};

/** One entry: what it says, what may be done with it, and its past. */
export function EntryDrawer({ spec, row, date, state, onClose }: EntryProps) {
  const t = useText();
  return (
    <Drawer
      open
      title={<Title spec={spec} row={row} />}
      onClose={onClose}
      size={spec.formPx ?? 520}
      destroyOnHidden
    >
      <Tabs
        items={[
          {
            key: 'edit',
            label: t('entry.edit'),
            children:
              state === 'inForce' ? (
                <InForce spec={spec} row={row} onClose={onClose} />
              ) : (
                <Told spec={spec} row={row} date={date} closed={state === 'closed'} onClose={onClose} />
              ),
          },
          { key: 'history', label: t('entry.history'), children: <EntryHistory spec={spec} id={row.id} /> },
        ]}
      />
    </Drawer>
  );
}

function InForce({ spec, row, onClose }: Pick<EntryProps, 'spec' | 'row' | 'onClose'>) {
  const t = useText();
  const [closing, setClosing] = useState(false);
  return (
    <div className="stack">
      <EditForm spec={spec} row={row} onDone={onClose} />
      <hr />
      <div className="button-row">
        {spec.Acts && <spec.Acts spec={spec} row={row} onDone={onClose} />}
        <Button danger onClick={() => setClosing(true)}>
          {t('entry.close')}
        </Button>
      </div>
      {closing && (
        <CloseDialog
          spec={spec}
          rows={[row]}
          title={<Title spec={spec} row={row} />}
          onClose={() => setClosing(false)}
          onDone={onClose}
        />
      )}
    </div>
  );
}

type ToldProps = Pick<EntryProps, 'spec' | 'row' | 'date' | 'onClose'> & { readonly closed: boolean };

/** What cannot be changed as it is. */
function Told({ spec, row, date, closed, onClose }: ToldProps) {
  const t = useText();
  const reopen = useWrite(
    () => reopenEntries(spec.register, [{ id: row.id, expectedVersion: row.version }], undefined),
    {
      onDone: onClose,
      back: (written) => {
        return { register: spec.register, act: 'reopen', entries: seenOf(written), validFrom: undefined };
      },
    },
  );
  return (
    <div className="stack">
      {closed && <p className="state state-bad">{t('entry.closedSign')}</p>}
      <dl className="told">
        {spec.fields.map((field) => (
          <div key={field.name}>
            <dt>{t(field.label)}</dt>
            <dd>
              <Words field={field} value={row.fields[field.name]} date={date} />
            </dd>
          </div>
        ))}
      </dl>
      {reopen.isError && <Why spec={spec} rows={[row]} cause={reopen.error} />}
      {closed && (
        <div className="button-row">
          <Button type="primary" loading={reopen.isPending} onClick={() => reopen.mutate(undefined)}>
            {t('entry.reopen')}
          </Button>
        </div>
      )}
    </div>
  );
}
