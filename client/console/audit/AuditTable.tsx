import { Button, Skeleton, type TableColumnsType } from 'antd';
import type { AuditEntry } from '../../../shared/audit.ts';
import { type AuditTextKey, auditEn } from '../../../shared/text/audit.en.ts';
import { type AuditFieldsTextKey, auditFieldsEn } from '../../../shared/text/audit-fields.en.ts';
import { dateTimeText, timeText } from '../shell/format.ts';
import { PaperTable } from '../shell/PaperTable.tsx';
import { type ConsoleText, useLanguage, useText } from '../text.ts';
import { type AuditFilter, factsShown, unnamedKey } from './audit.model.ts';

type TableProps = {
  readonly entries: readonly AuditEntry[];
  readonly loading: boolean;
  readonly onChange: (change: Partial<AuditFilter>) => void;
};

export function AuditTable({ entries, loading, onChange }: TableProps) {
  const t = useText();
  const locale = useLanguage((language) => language.locale);
  if (loading) return <Skeleton active title={false} />;
  const columns: TableColumnsType<AuditEntry> = [
    {
      title: t('audit.when'),
      key: 'when',
      render: (_, { atMs }) => (
        <time title={timeText(atMs, { seconds: true })}>{dateTimeText(atMs, locale)}</time>
      ),
    },
    {
      title: t('audit.who'),
      key: 'who',
      render: (_, { actor }) => (
        <Named
          name={actor.name === '' ? t(`audit.actor.${actor.kind}`) : actor.name}
          onOnly={actor.id === '' ? null : () => onChange({ actorId: actor.id })}
        />
      ),
    },
    { title: t('audit.what'), key: 'what', render: (_, { action }) => actionWords(t, action) },
    {
      title: t('audit.which'),
      key: 'which',
      render: (_, { action, subjectId, subjectName }) =>
        subjectId === '' ? null : (
          <Named
            name={subjectName === '' ? t(unnamedKey(action)) : subjectName}
            onOnly={() => onChange({ subjectId })}
          />
        ),
    },
    { title: t('audit.facts'), key: 'facts', render: (_, entry) => <Facts entry={entry} /> },
    { title: t('audit.address'), key: 'address', dataIndex: 'address' },
  ];
  return (
    <PaperTable
      label={t('audit.title')}
      rowKey="id"
      columns={columns}
      rows={entries}
      minWidthPx={900}
      paged={false}
      empty={t('audit.empty')}
    />
  );
}

/** An action of an older version that has no words any more is called as it was. */
function actionWords(t: ConsoleText, action: string): string {
  const key = `audit.action.${action}`;
  return isKnown(key) ? t(key) : action;
}

const isKnown = (key: string): key is AuditTextKey => Object.hasOwn(auditEn, key);

/** A field of an older version that is gone keeps its own name. */
function fieldWords(t: ConsoleText, name: string): string {
  const key = `audit.field.${name}`;
  return isField(key) ? t(key) : name;
}

const isField = (key: string): key is AuditFieldsTextKey => Object.hasOwn(auditFieldsEn, key);

function Named({ name, onOnly }: { readonly name: string; readonly onOnly: (() => void) | null }) {
  const t = useText();
  if (onOnly === null) return <span className="quiet">{name}</span>;
  return (
    <Button type="link" size="small" className="audit-name" title={t('audit.only')} onClick={onOnly}>
      {name}
    </Button>
  );
}

function Facts({ entry }: { readonly entry: AuditEntry }) {
  const t = useText();
  const locale = useLanguage((language) => language.locale);
  const { fields, others } = factsShown(entry);
  const listed = (words: readonly string[]) => words.join(locale === 'zh-CN' ? '、' : ', ');
  const said = (value: string | number | boolean) =>
    typeof value === 'boolean' ? t(value ? 'audit.yes' : 'audit.no') : value;
  return (
    <span className="quiet audit-facts">
      {fields.length > 0 && t('audit.fields', { names: listed(fields.map((name) => fieldWords(t, name))) })}
      {fields.length > 0 && others.length > 0 && <br />}
      {listed(others.map(({ name, value }) => `${fieldWords(t, name)} ${said(value)}`))}
    </span>
  );
}
