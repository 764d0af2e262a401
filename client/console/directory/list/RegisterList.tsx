import './list.css';
import { Alert, Button } from 'antd';
import { type ReactNode, useMemo, useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { localDate } from '../../../../shared/kernel/time.ts';
import { appErrorOf } from '../../api/ask.ts';
import { shortDateText } from '../../shell/format.ts';
import { Trouble } from '../../shell/Trouble.tsx';
import { useLanguage, useText } from '../../text.ts';
import { AddDrawer } from './AddDrawer.tsx';
import { EntryDrawer } from './EntryDrawer.tsx';
import { Grid, type GridColumn } from './Grid.tsx';
import type { RegisterSpec, Row } from './register.types.ts';
import { SavedViews } from './SavedViews.tsx';
import { SelectAll, SelectedBar, useSelection } from './Selected.tsx';
import { Toolbar } from './Toolbar.tsx';
import { UndoButton } from './UndoButton.tsx';
import { useCount } from './useCount.ts';
import { usePages } from './usePages.ts';
import { clearedView, isFiltered, nextSort, paramsOf, queryOf, viewOf } from './view.model.ts';
import { Words } from './Words.tsx';

/** One register: found, looked at as of any day, added to, changed one by one or many at once. */
export function RegisterList({ spec }: { readonly spec: RegisterSpec }) {
  const t = useText();
  const [params, setParams] = useSearchParams();
  const view = viewOf(params);
  const query = queryOf(view, spec.filter?.path);
  const pages = usePages(spec.register, query);
  const selection = useSelection(spec.register, query);
  const [adding, setAdding] = useState(false);
  const [opened, setOpened] = useState<Row | null>(null);
  const blocked = useBlocked(spec);
  const columns = useColumns(spec, { date: view.date ?? '', onOpen: setOpened });
  const show = (change: Parameters<typeof paramsOf>[1]) => {
    selection.clear();
    setParams((before) => paramsOf(before, change), { replace: true });
  };
  const readOnly = view.date !== undefined;
  const { first } = pages;
  return (
    <section className="register">
      {blocked !== null && <First tab={blocked} />}
      <Toolbar spec={spec} view={view} onChange={show} />
      {view.date !== undefined && <AsOf date={view.date} onToday={() => show({ date: undefined })} />}
      <div className="list-head">
        <Button type="primary" disabled={blocked !== null || readOnly} onClick={() => setAdding(true)}>
          {t(`register.add.${spec.tab}`)}
        </Button>
        {spec.Tools && !readOnly && <spec.Tools />}
        {!readOnly && <UndoButton register={spec.register} />}
        <span className="quiet grow" role="status">
          {first.data && countWords(t, pages)}
        </span>
        <SavedViews key={spec.tab} tab={spec.tab} />
      </div>
      {selection.rows.size > 0 && (
        <SelectedBar spec={spec} rows={[...selection.rows.values()]} onClear={selection.clear} />
      )}
      {first.isError && <Trouble error={appErrorOf(first.error)} onRetry={() => void first.refetch()} />}
      {first.data && pages.total === 0 ? (
        <Empty
          spec={spec}
          closed={view.closed !== undefined}
          filtered={isFiltered(view)}
          onClear={() => show(clearedView)}
        />
      ) : (
        <Grid
          label={t(`directory.${spec.tab}`)}
          columns={columns}
          count={pages.listed}
          rowAt={pages.rowAt}
          onLook={pages.look}
          onOpen={setOpened}
          sort={view.sort}
          onSort={(column) => show({ sort: nextSort(view.sort, column) })}
          {...(readOnly || view.closed !== undefined
            ? {}
            : {
                selected: selection.rows,
                onSelect: selection.toggle,
                head: <SelectAll checked={selection.rows.size > 0} onChange={() => void selection.all()} />,
              })}
        />
      )}
      <AddDrawer spec={spec} open={adding} onClose={() => setAdding(false)} />
      {opened && (
        <EntryDrawer
          key={opened.id}
          spec={spec}
          row={opened}
          date={view.date ?? ''}
          state={readOnly ? 'readOnly' : view.closed === undefined ? 'inForce' : 'closed'}
          onClose={() => setOpened(null)}
        />
      )}
    </section>
  );
}

function countWords(t: ReturnType<typeof useText>, { total, listed }: ReturnType<typeof usePages>): string {
  return total > listed ? t('list.totalCut', { total, shown: listed }) : t('list.total', { total });
}

type ColumnContext = { readonly date: string; readonly onOpen: (row: Row) => void };

/** The columns that the register's description names; the one that names an entry opens it. */
function useColumns(spec: RegisterSpec, { date, onOpen }: ColumnContext): GridColumn[] {
  const t = useText();
  return useMemo(() => {
    const columns = spec.fields
      .filter(({ columnPx }) => columnPx > 0)
      .map((field): GridColumn => {
        const words = (row: Row) => <Words field={field} value={row.fields[field.name]} date={date} />;
        return {
          key: field.name,
          title: t(field.label),
          widthPx: field.columnPx,
          right: field.kind.type === 'number',
          ...(field.kind.type === 'other' || field.kind.type === 'rows' ? {} : { sort: field.name }),
          render: (row) =>
            field.name === spec.title ? (
              <button type="button" className="link-button" tabIndex={-1} onClick={() => onOpen(row)}>
                {words(row)}
              </button>
            ) : (
              words(row)
            ),
        };
      });
    if (spec.extra === undefined) return columns;
    const { label, Cell } = spec.extra;
    return [...columns, { key: 'extra', title: t(label), widthPx: 170, render: (row) => <Cell row={row} /> }];
  }, [spec, date, t, onOpen]);
}

function useBlocked({ first }: RegisterSpec): 'schools' | 'needs' | null {
  const count = useCount(first?.register ?? 'school');
  return first !== undefined && count === 0 ? first.tab : null;
}

function First({ tab }: { readonly tab: 'schools' | 'needs' }) {
  const t = useText();
  return (
    <p className="empty">
      {t(`register.first.${tab}`)} <Link to={`/directory?tab=${tab}`}>{t(`steps.do.${tab}`)}</Link>
    </p>
  );
}

function AsOf({ date, onToday }: { readonly date: string; readonly onToday: () => void }) {
  const t = useText();
  const locale = useLanguage((language) => language.locale);
  return (
    <Alert
      type="warning"
      showIcon
      role="status"
      title={t('list.readOnly', { date: shortDateText(localDate.parse(date), locale) })}
      action={
        <Button size="small" onClick={onToday}>
          {t('list.toToday')}
        </Button>
      }
    />
  );
}

type EmptyProps = {
  readonly spec: RegisterSpec;
  readonly closed: boolean;
  readonly filtered: boolean;
  readonly onClear: () => void;
};

/** Why nothing is listed, and what to do next. */
function Empty({ spec, closed, filtered, onClear }: EmptyProps): ReactNode {
  const t = useText();
  if (!filtered) return <p className="empty">{t(`register.empty.${spec.tab}`)}</p>;
  return (
    <p className="empty">
      {t(closed ? 'register.noneClosed' : 'register.noMatch')}{' '}
      <Button onClick={onClear}>{t('list.clear')}</Button>
    </p>
  );
}
