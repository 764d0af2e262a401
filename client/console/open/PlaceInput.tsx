import { Segmented, TreeSelect } from 'antd';
import { useRows } from '../api/queries.ts';
import { EntryPicker } from '../directory/list/EntryPicker.tsx';
import { regionTree } from '../directory/list/region.model.ts';
import { useText } from '../text.ts';
import { type Place, placeKinds } from './open.model.ts';

type PlaceInputProps = {
  readonly id?: string;
  readonly value?: Place;
  readonly onChange?: (place: Place) => void;
};

/** A part of the tree: a region with all below it, or one school. */
export function PlaceInput({ id, value, onChange }: PlaceInputProps) {
  const t = useText();
  const regions = useRows('region', { limit: 20_000 }).data ?? [];
  const kind = value?.kind ?? 'region';
  return (
    <div className="open-place">
      <Segmented
        aria-label={t('open.placeKind')}
        value={kind}
        onChange={(chosen) => onChange?.({ kind: chosen, id: '' })}
        options={placeKinds.map((each) => ({ value: each, label: t(`open.${each}`) }))}
      />
      {kind === 'region' ? (
        <TreeSelect
          {...(id === undefined ? {} : { id })}
          aria-label={t('open.region')}
          {...(value === undefined || value.id === '' ? {} : { value: value.id })}
          onChange={(chosen: string) => onChange?.({ kind, id: chosen })}
          treeData={regionTree(regions)}
          treeDefaultExpandAll
          showSearch={{ treeNodeFilterProp: 'title' }}
          popupMatchSelectWidth={false}
        />
      ) : (
        <EntryPicker
          from="school"
          label={t('open.school')}
          value={value?.id ?? null}
          onChange={(chosen) => onChange?.({ kind, id: chosen ?? '' })}
        />
      )}
    </div>
  );
}
