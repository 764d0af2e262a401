import './import.css';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Progress, Radio } from 'antd';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { IMPORT_MAX_BYTES, type ImportKind, importKind } from '../../../shared/import.ts';
import { importId as importIds } from '../../../shared/kernel/ids.ts';
import { appErrorOf, askOrThrow } from '../api/ask.ts';
import { useSubmit } from '../api/queries.ts';
import { Page } from '../shell/Page.tsx';
import { Trouble } from '../shell/Trouble.tsx';
import { useLanguage, useText } from '../text.ts';
import { FileDrop } from './FileDrop.tsx';
import { fileAddress, isTooLarge, isUnderWay, kinds, megabytes, progressOf } from './import.model.ts';
import { Outcome } from './Outcome.tsx';
import { sendFile } from './send.ts';

const POLL_MS = 500;

/** What is imported and how far it is stand in the address: a page that is loaded again goes on. */
function useChoice() {
  const [search, setSearch] = useSearchParams();
  const kind = importKind.catch('schools').parse(search.get('kind'));
  const found = importIds.safeParse(search.get('import'));
  return {
    kind,
    importId: found.success ? found.data : null,
    choose: (next: ImportKind) => setSearch({ kind: next }, { replace: true }),
    follow: (importId: string | null) =>
      setSearch({ kind, ...(importId === null ? {} : { import: importId }) }, { replace: true }),
  };
}

export function ImportPage() {
  const t = useText();
  const { kind, importId, choose, follow } = useChoice();
  if (importId !== null)
    return (
      <Page title={t('import.title')} lead={t(`import.kind.${kind}`)}>
        <Sent importId={importId} onOver={() => follow(null)} />
      </Page>
    );
  return (
    <Page title={t('import.title')} lead={t('import.lead')}>
      <section className="import-step" aria-labelledby="import-what">
        <h2 id="import-what">{t('import.what')}</h2>
        <Radio.Group
          aria-labelledby="import-what"
          optionType="button"
          value={kind}
          onChange={(event) => choose(importKind.parse(event.target.value))}
          options={kinds.map((each) => ({ value: each, label: t(`import.kind.${each}`) }))}
        />
      </section>
      <section className="import-step" aria-labelledby="import-get">
        <h2 id="import-get">{t('import.get')}</h2>
        {kind === 'oneRoster' ? <p>{t('import.oneRosterHow')}</p> : <Files kind={kind} />}
      </section>
      <section className="import-step" aria-labelledby="import-file">
        <h2 id="import-file">{t('import.file')}</h2>
        <Sending kind={kind} onSent={follow} />
      </section>
    </Page>
  );
}

function Files({ kind }: { readonly kind: ImportKind }) {
  const t = useText();
  const locale = useLanguage((language) => language.locale);
  return (
    <div className="import-files">
      {(
        [
          ['import.template', true],
          ['import.export', false],
        ] as const
      ).map(([label, template]) => (
        <div key={label} className="button-row">
          <span>{t(label)}</span>
          {(['xlsx', 'csv'] as const).map((format) => {
            const name = t(format === 'xlsx' ? 'import.excel' : 'import.csv');
            return (
              <Button
                key={format}
                href={fileAddress(kind, format, { locale, template })}
                download
                aria-label={`${t(label)} ${name}`}
              >
                {name}
              </Button>
            );
          })}
        </div>
      ))}
    </div>
  );
}

type SendingProps = { readonly kind: ImportKind; readonly onSent: (importId: string) => void };

function Sending({ kind, onSent }: SendingProps) {
  const t = useText();
  const locale = useLanguage((language) => language.locale);
  const [ratio, setRatio] = useState<number | null>(null);
  const [error, setError] = useState<ReturnType<typeof appErrorOf> | null>(null);
  const [large, setLarge] = useState<File | null>(null);
  const send = async (file: File) => {
    setError(null);
    setLarge(isTooLarge(file) ? file : null);
    if (isTooLarge(file)) return;
    setRatio(0);
    try {
      onSent(await sendFile({ kind, file, locale }, setRatio));
    } catch (cause) {
      setError(appErrorOf(cause));
      setRatio(null);
    }
  };
  if (ratio !== null)
    return <Bar text={t('import.uploading', { percent: Math.floor(ratio * 100) })} percent={ratio * 100} />;
  return (
    <>
      <FileDrop onFile={(file) => void send(file)} />
      {large !== null && (
        <Alert
          type="error"
          showIcon
          role="alert"
          title={t('import.tooLarge', {
            name: large.name,
            megabytes: megabytes(large.size),
            limit: megabytes(IMPORT_MAX_BYTES),
          })}
        />
      )}
      {error !== null && <Trouble error={error} />}
    </>
  );
}

type SentProps = {
  readonly importId: NonNullable<ReturnType<typeof useChoice>['importId']>;
  readonly onOver: () => void;
};

function Sent({ importId, onOver }: SentProps) {
  const t = useText();
  const client = useQueryClient();
  const query = useQuery({
    queryKey: ['import.read', { importId }],
    queryFn: () => askOrThrow('import.read', { importId }),
    refetchInterval: ({ state }) => (state.data !== undefined && isUnderWay(state.data) ? POLL_MS : false),
    staleTime: 0,
  });
  const apply = useSubmit('import.apply', {
    onDone: (state) => client.setQueryData(['import.read', { importId }], state),
  });
  const drop = useSubmit('import.drop');
  const over = () => {
    drop.mutate({ importId });
    // Lists on other pages may show what is no longer true.
    client.clear();
    onOver();
  };
  if (query.isError)
    return (
      <>
        <Trouble error={appErrorOf(query.error)} />
        <Button onClick={onOver}>{t('import.another')}</Button>
      </>
    );
  if (query.data === undefined) return <Bar text={t('app.loading')} percent={null} />;
  const progress = progressOf(query.data);
  if (progress !== null)
    return (
      <>
        <Bar text={t(progress.key, progress.params)} percent={progress.percent} />
        {query.data.state.state !== 'applying' && <Button onClick={over}>{t('import.cancel')}</Button>}
      </>
    );
  return (
    <>
      {apply.isError && <Trouble error={appErrorOf(apply.error)} />}
      <p className="quiet">{query.data.fileName}</p>
      <Outcome
        file={query.data}
        pending={apply.isPending}
        onApply={() => apply.mutate({ importId })}
        onDrop={over}
      />
    </>
  );
}

function Bar({ text, percent }: { readonly text: string; readonly percent: number | null }) {
  return (
    <div className="import-bar">
      <p role="status">{text}</p>
      <Progress percent={Math.floor(percent ?? 0)} showInfo={false} aria-label={text} status="active" />
    </div>
  );
}
