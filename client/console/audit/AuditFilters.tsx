import { Input, Tag } from 'antd';
import { useId } from 'react';
import type { AuditEntry } from '../../../shared/audit.ts';
import { localDate } from '../../../shared/kernel/time.ts';
import { useText } from '../text.ts';
import { type AuditFilter, unnamedKey } from './audit.model.ts';

type FilterProps = {
  readonly filter: AuditFilter;
  readonly entries: readonly AuditEntry[];
  readonly onChange: (change: Partial<AuditFilter>) => void;
};

export function AuditFilters({ filter, entries, onChange }: FilterProps) {
  const t = useText();
  const [searchId, fromId, toId, wrongId] = [useId(), useId(), useId(), useId()];
  const isWrong = filter.to < filter.from;
  const day = (name: 'from' | 'to') => (event: { readonly target: { readonly value: string } }) => {
    const read = localDate.safeParse(event.target.value);
    if (read.success) onChange({ [name]: read.data });
  };
  const wrong = isWrong ? { status: 'error' as const, 'aria-describedby': wrongId } : {};
  return (
    <div className="audit-filters">
      <label htmlFor={searchId}>{t('audit.search')}</label>
      <Input.Search
        id={searchId}
        key={filter.search}
        className="audit-search"
        allowClear
        maxLength={60}
        placeholder={t('audit.searchHelp')}
        defaultValue={filter.search}
        onSearch={(search) => onChange({ search })}
      />
      <label htmlFor={fromId}>{t('audit.from')}</label>
      <Input
        id={fromId}
        className="audit-day"
        type="date"
        value={filter.from}
        onChange={day('from')}
        {...wrong}
      />
      <label htmlFor={toId}>{t('audit.to')}</label>
      <Input id={toId} className="audit-day" type="date" value={filter.to} onChange={day('to')} {...wrong} />
      {isWrong && (
        <span id={wrongId} role="alert" className="field-wrong">
          {t('audit.periodWrong')}
        </span>
      )}
      <Only name="actorId" {...{ filter, entries, onChange }} />
      <Only name="subjectId" {...{ filter, entries, onChange }} />
    </div>
  );
}

/** One person's or one thing's rows alone, until this is taken away. */
function Only({ name, filter, entries, onChange }: FilterProps & { readonly name: 'actorId' | 'subjectId' }) {
  const t = useText();
  const id = filter[name];
  if (id === '') return null;
  const named = entries
    .map((each) => (name === 'actorId' ? each.actor.name : each.subjectName))
    .find(Boolean);
  return (
    <Tag closable onClose={() => onChange({ [name]: '' })}>
      {t('audit.onlyOf', {
        name: named ?? t(unnamedKey(name === 'subjectId' ? (entries[0]?.action ?? '') : '')),
      })}
    </Tag>
  );
}
