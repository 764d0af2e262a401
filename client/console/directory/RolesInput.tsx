import { Button, Select, TreeSelect } from 'antd';
import { useRows } from '../api/queries.ts';
import { type ConsoleText, useText } from '../text.ts';
import { searchByLabel } from './choices.ts';
import { EntryPicker } from './list/EntryPicker.tsx';
import { regionTree } from './list/region.model.ts';
import type { OtherInputProps } from './list/register.types.ts';
import { type AskedRole, askedRoles } from './person.model.ts';
import { roles } from './registers/options.ts';

/** What somebody may do, and where: in their own school, in another, or in a region and all below it. */
export function RolesInput({ id, value, onChange }: OtherInputProps) {
  const t = useText();
  const asked = askedRoles(value);
  const put = (row: number, change: AskedRole) =>
    onChange?.(asked.map((each, index) => (index === row ? { ...each, ...change } : each)));
  return (
    <fieldset
      className="stack roles-input"
      {...(id === undefined ? {} : { id })}
      aria-label={t('person.roles')}
    >
      {asked.map((each, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a role has no name but its place in the list
        <div className="roles-line" key={row}>
          <Select
            aria-label={t('person.role', { row: row + 1 })}
            showSearch={searchByLabel}
            {...(each.role === undefined ? {} : { value: each.role })}
            onChange={(role: string) => put(row, { role })}
            options={roles.map((one) => ({ value: one.value, label: t(one.label) }))}
          />
          <PlaceInput row={row + 1} value={each.place ?? 'own'} onChange={(place) => put(row, { place })} />
          <Button
            type="text"
            aria-label={t('person.removeRole', { row: row + 1 })}
            onClick={() => onChange?.(asked.filter((_, index) => index !== row))}
          >
            ×
          </Button>
        </div>
      ))}
      <Button size="small" onClick={() => onChange?.([...asked, { role: 'localTeacher', place: 'own' }])}>
        {t('person.addRole')}
      </Button>
    </fieldset>
  );
}

type PlaceProps = {
  readonly row: number;
  readonly value: string;
  readonly onChange: (place: string) => void;
};

function PlaceInput({ row, value, onChange }: PlaceProps) {
  const t = useText();
  const regions = useRows('region', { limit: 20_000 }).data ?? [];
  const label = t('person.rolePlace', { row });
  const [kind = 'own', id = ''] = value.split(' ');
  const kinds = [
    { value: 'own', label: t('person.placeOwn') },
    { value: 'region', label: t('person.placeRegion') },
    { value: 'school', label: t('person.placeSchool') },
  ];
  return (
    <div className="roles-place">
      <Select
        aria-label={label}
        value={kind}
        options={kinds}
        onChange={(chosen: string) => onChange(chosen)}
      />
      {kind === 'region' && (
        <TreeSelect
          aria-label={`${label} · ${t('person.placeRegion')}`}
          {...(id === '' ? {} : { value: id })}
          onChange={(chosen: string) => onChange(`region ${chosen}`)}
          treeData={regionTree(regions)}
          treeDefaultExpandAll
          showSearch={{ treeNodeFilterProp: 'title' }}
          popupMatchSelectWidth={false}
        />
      )}
      {kind === 'school' && (
        <EntryPicker
          from="school"
          label={`${label} · ${t('person.placeSchool')}`}
          value={id === '' ? null : id}
          onChange={(chosen) => onChange(`school ${chosen ?? ''}`)}
        />
      )}
    </div>
  );
}

export function rolesWords(t: ConsoleText, value: unknown): string {
  const names = askedRoles(value).flatMap(({ role }) => roles.filter((each) => each.value === role));
  return [...new Set(names.map((each) => t(each.label)))].join(t('app.listComma')) || t('list.empty');
}
