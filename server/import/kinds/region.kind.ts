import type { RegionId } from '../../../shared/kernel/ids.ts';
import { type RegionFields, regionFields, regionLevel } from '../../../shared/region.ts';
import type { Cells } from '../import.cells.ts';
import { indexOf, joined } from '../import.finder.ts';
import { column, type Draft, type Held, type Kind } from '../import.kind.types.ts';
import { readerOf, wordOf } from '../import.words.rules.ts';

type Region = Held<RegionId, RegionFields>;
const levelOf = readerOf('level', regionLevel.options);

/** 行政区划. A region lies in one that is there already: the file of a whole tree is given level by level. */
export const regionKind: Kind<RegionId, RegionFields> = {
  kind: 'regions',
  register: 'region',
  schema: regionFields,
  columns: [
    column('name', 'name', true),
    column('level', 'level', true),
    column('parent', 'parent', true),
    column('officialCode', 'regionCode'),
    column('zone'),
  ],
  columnOf: { parentId: 'parent' },
  async begin({ finder }, inForce) {
    const byCode = await indexOf<Region>(inForce.values(), ({ fields }) =>
      fields.officialCode === '' ? [] : [fields.officialCode],
    );
    const byName = await indexOf<Region>(inForce.values(), ({ fields }) => [
      joined(fields.parentId, fields.name),
    ]);
    return {
      row(cells: Cells): Draft<RegionId, RegionFields> | null {
        const [name, code] = [cells.required('name'), cells.text('officialCode')];
        const level = cells.word('level', levelOf);
        const root = [...inForce.values()].find((each) => each.fields.parentId === null);
        const isRoot = cells.text('parent') === '' && root?.fields.name === name;
        const parent = isRoot ? null : cells.read('parent', finder.region);
        if (!cells.sound || name === null) return null;
        const parentId = parent?.id ?? null;
        const same = byName.all(joined(parentId, name));
        const before = byCode.all(code)[0] ?? same[0] ?? null;
        const key = code === '' ? joined(parentId, name) : code;
        if (
          parent !== null &&
          (parent.id === before?.id || (parent.fields.name === name && parent.fields.level === level))
        )
          return cells.fault('parent', 'itself');
        const zone = cells.has('zone') ? cells.text('zone') || null : (before?.fields.zone ?? null);
        const officialCode = cells.has('officialCode') ? code : (before?.fields.officialCode ?? '');
        const parents = parentId === null ? [] : [...inForce.values()].filter(({ id }) => id === parentId);
        return {
          ...{ cells, key, keyField: code === '' ? 'name' : 'officialCode', before },
          fields: { name, level, parentId, officialCode, zone },
          others: [...parents, ...byCode.all(officialCode)],
        };
      },
    };
  },
  rows: ({ fields }, { finder, locale }) => [
    [
      fields.name,
      wordOf(`level.${fields.level}`, locale),
      fields.parentId === null ? '' : finder.nameOfRegion(fields.parentId),
      fields.officialCode,
      fields.zone ?? '',
    ],
  ],
};
