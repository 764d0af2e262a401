import { Alert, Button } from 'antd';
import { type ReactNode, useEffect, useRef } from 'react';
import { Link } from 'react-router';
import type { ImportState } from '../../../shared/import.ts';
import { PaperTable } from '../shell/PaperTable.tsx';
import { useText } from '../text.ts';
import { problemKey } from './import.model.ts';
import { ProblemTable } from './ProblemTable.tsx';

type OutcomeProps = {
  readonly file: ImportState;
  readonly pending: boolean;
  readonly onApply: () => void;
  readonly onDrop: () => void;
};

/** What came of a file, and what can be done with it now. */
export function Outcome({ file, pending, onApply, onDrop }: OutcomeProps) {
  const t = useText();
  const { state } = file;
  switch (state.state) {
    case 'checked': {
      const writes = state.added + state.changed;
      const empty = writes + state.unchanged === 0;
      if (state.problemCount > 0) return <Problems state={state} onDrop={onDrop} />;
      return (
        <Told
          type={empty ? 'warning' : 'success'}
          title={t(empty ? 'import.empty' : writes === 0 ? 'import.nothing' : 'import.fine')}
        >
          {!empty && <Counts {...state} />}
          {file.ignored.length > 0 && <p>{t('import.ignored', { columns: file.ignored.join(', ') })}</p>}
          <div className="button-row">
            {writes > 0 && (
              <Button type="primary" loading={pending} onClick={onApply}>
                {t('import.apply', { count: writes })}
              </Button>
            )}
            <Button onClick={onDrop}>{t(writes > 0 ? 'import.cancel' : 'import.another')}</Button>
          </div>
          {!empty && <Sample file={file} />}
        </Told>
      );
    }
    case 'applied':
      return (
        <Told type="success" title={t('import.done', state)}>
          <div className="button-row">
            <Button type="primary" onClick={onDrop}>
              {t('import.another')}
            </Button>
            <Link to="/directory">{t('import.see')}</Link>
          </div>
        </Told>
      );
    case 'failed':
      return (
        <Told type="error" title={t(problemKey(state.problem))}>
          <p>{t('import.failed')}</p>
          <Button onClick={onDrop}>{t('import.another')}</Button>
        </Told>
      );
    default:
      return null;
  }
}

type Checked = Extract<ImportState['state'], { state: 'checked' }>;

function Problems({ state, onDrop }: { readonly state: Checked; readonly onDrop: () => void }) {
  const t = useText();
  return (
    <Told type="error" title={t('import.problems', { count: state.problemCount })}>
      {state.problems.length < state.problemCount && (
        <p>{t('import.listed', { count: state.problems.length })}</p>
      )}
      <Button onClick={onDrop}>{t('import.another')}</Button>
      <ProblemTable problems={state.problems} />
    </Told>
  );
}

type ToldProps = {
  readonly type: 'success' | 'warning' | 'error';
  readonly title: string;
  readonly children: ReactNode;
};

/** Whoever waited, also without seeing the page, is taken to the answer. */
function Told({ type, title, children }: ToldProps) {
  const ref = useRef<HTMLElement>(null);
  useEffect(() => ref.current?.focus(), []);
  return (
    <section ref={ref} tabIndex={-1} className="import-outcome" aria-label={title}>
      <Alert type={type} showIcon role={type === 'success' ? 'status' : 'alert'} title={title} />
      {children}
    </section>
  );
}

function Counts({ added, changed, unchanged }: Pick<Checked, 'added' | 'changed' | 'unchanged'>) {
  const t = useText();
  return (
    <dl className="import-counts">
      {(
        [
          ['import.added', added],
          ['import.changed', changed],
          ['import.unchanged', unchanged],
        ] as const
      ).map(([key, count]) => (
        <div key={key}>
          <dt>{t(key)}</dt>
          <dd>{count}</dd>
        </div>
      ))}
    </dl>
  );
}

function Sample({ file: { sample, headings } }: { readonly file: ImportState }) {
  const t = useText();
  return (
    <>
      <h2>{t('import.sample')}</h2>
      <PaperTable
        label={t('import.sample')}
        rowKey={(row) => String(row.line)}
        columns={[
          { title: t('import.line'), dataIndex: 'line', width: 80 },
          { title: t('import.act'), width: 100, render: (_, { act }) => t(`import.act.${act}`) },
          ...headings.map((heading, index) => ({
            title: heading,
            key: heading,
            render: (_: unknown, { cells }: (typeof sample)[number]) => cells[index] ?? '',
          })),
        ]}
        rows={sample}
        minWidthPx={180 + headings.length * 120}
        empty=""
      />
    </>
  );
}
