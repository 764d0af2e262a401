import { Button, Checkbox, Input, Select, TreeSelect } from 'antd';
import { useEffect, useId, useState } from 'react';
import { useRows } from '../../api/queries.ts';
import { useText } from '../../text.ts';
import { EntryPicker, useSettled } from './EntryPicker.tsx';
import { regionTree } from './region.model.ts';
import type { RegisterSpec } from './register.types.ts';
import { clearedView, isFiltered, type ListView } from './view.model.ts';

type ToolbarProps = {
  readonly spec: RegisterSpec;
  readonly view: ListView;
  readonly onChange: (change: Partial<Record<keyof ListView, string | undefined>>) => void;
};

/** What of the register is shown: found by words, place, kind and day. */
export function Toolbar({ spec, view, onChange }: ToolbarProps) {
  const t = useText();
  const id = useId();
  return (
    <search className="list-tools" aria-label={t('list.search')}>
      <SearchField key={spec.tab} value={view.search ?? ''} onChange={(search) => onChange({ search })} />
      {spec.places.includes('region') && (
        <div>
          <label htmlFor={`${id}r`}>{t('list.region')}</label>
          <RegionField id={`${id}r`} value={view.regionId} onChange={(regionId) => onChange({ regionId })} />
        </div>
      )}
      {spec.places.includes('school') && (
        <div>
          <label htmlFor={`${id}s`}>{t('list.school')}</label>
          <EntryPicker
            id={`${id}s`}
            from="school"
            value={view.schoolId ?? null}
            onChange={(schoolId) => onChange({ schoolId })}
            placeholder={t('list.all')}
            optional
          />
        </div>
      )}
      {spec.filter && (
        <div>
          <label htmlFor={`${id}v`}>{t(spec.filter.label)}</label>
          <Select
            id={`${id}v`}
            {...(view.value === undefined ? {} : { value: view.value })}
            onChange={(value?: string) => onChange({ value })}
            options={spec.filter.options.map(({ value, label }) => ({ value, label: t(label) }))}
            placeholder={t('list.all')}
            allowClear
            popupMatchSelectWidth={false}
          />
        </div>
      )}
      <div>
        <label htmlFor={`${id}d`}>{t('list.date')}</label>
        <Input
          id={`${id}d`}
          type="date"
          value={view.date ?? ''}
          title={t('list.dateHelp')}
          onChange={({ target }) => onChange({ date: target.value })}
        />
      </div>
      <Checkbox
        checked={view.closed !== undefined}
        onChange={({ target }) => onChange({ closed: target.checked ? 'true' : undefined })}
      >
        {t('list.closed')}
      </Checkbox>
      {isFiltered(view) && (
        <Button type="link" onClick={() => onChange({ ...clearedView, sort: view.sort })}>
          {t('list.clear')}
        </Button>
      )}
    </search>
  );
}

type SearchProps = { readonly value: string; readonly onChange: (search: string) => void };

function SearchField({ value, onChange }: SearchProps) {
  const t = useText();
  const id = useId();
  const [typed, setTyped] = useState(value);
  const settled = useSettled(typed);
  // The address may change by another way too: a saved view, the way back.
  useEffect(() => setTyped(value), [value]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what was typed counts, not that the page was drawn anew
  useEffect(() => {
    if (settled !== value && settled === typed) onChange(settled);
  }, [settled]);
  return (
    <div className="list-search">
      <label htmlFor={id}>{t('list.search')}</label>
      <Input
        id={id}
        type="search"
        value={typed}
        maxLength={60}
        placeholder={t('list.searchHelp')}
        allowClear
        autoComplete="off"
        onChange={({ target }) => setTyped(target.value)}
        onPressEnter={() => onChange(typed)}
      />
    </div>
  );
}

type RegionProps = {
  readonly id: string;
  readonly value: string | undefined;
  readonly onChange: (id: string | undefined) => void;
};

function RegionField({ id, value, onChange }: RegionProps) {
  const t = useText();
  const regions = useRows('region', { limit: 20_000 }).data ?? [];
  return (
    <TreeSelect
      id={id}
      {...(value === undefined ? {} : { value })}
      onChange={(chosen?: string) => onChange(chosen)}
      treeData={regionTree(regions)}
      treeDefaultExpandedKeys={regions.filter((each) => each.fields.parentId === null).map((each) => each.id)}
      showSearch={{ treeNodeFilterProp: 'title' }}
      placeholder={t('list.all')}
      allowClear
      popupMatchSelectWidth={false}
    />
  );
}
