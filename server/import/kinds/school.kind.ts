import type { PersonId, SchoolId } from '../../../shared/kernel/ids.ts';
import type { PersonFields } from '../../../shared/person.ts';
import { type SchoolFields, schoolFields, schoolKind as schoolKinds } from '../../../shared/school.ts';
import type { Cells } from '../import.cells.ts';
import { type Index, indexOf, joined } from '../import.finder.ts';
import { column, type Draft, type Ground, type Held, type Kind } from '../import.kind.types.ts';
import { readerOf, wordOf } from '../import.words.rules.ts';

type School = Held<SchoolId, SchoolFields>;
type Person = Held<PersonId, PersonFields>;
const kindOf = readerOf('kind', schoolKinds.options);

/** 学校和教学点. Known by official code, else by region and name. */
export const schoolKind: Kind<SchoolId, SchoolFields> = {
  kind: 'schools',
  register: 'school',
  schema: schoolFields,
  columns: [
    column('name', 'schoolName', true),
    column('officialCode'),
    column('region', 'region', true),
    column('kind', 'kind', true),
    column('phone'),
    column('responsible'),
  ],
  columnOf: { regionId: 'region', responsibleId: 'responsible', mergedIntoId: 'name' },
  async begin(ground, inForce) {
    const { finder, view } = ground;
    const byCode = await indexOf<School>(inForce.values(), ({ fields }) =>
      fields.officialCode === '' ? [] : [fields.officialCode],
    );
    const byName = await indexOf<School>(inForce.values(), ({ fields }) => [
      joined(fields.regionId, fields.name),
    ]);
    const staff = await indexOf<Person>(view.snapshot.people.values(), ({ fields }) => [
      joined(fields.schoolId, fields.name),
      joined(fields.schoolId, fields.staffCode),
    ]);
    return {
      row(cells: Cells): Draft<SchoolId, SchoolFields> | null {
        const [name, code] = [cells.required('name'), cells.text('officialCode')];
        const kind = cells.word('kind', kindOf);
        const region = cells.read('region', finder.region);
        if (!cells.sound || name === null || region === null) return null;
        const named = byName.all(joined(region.id, name));
        const before = beforeOf(byCode.all(code), named, code);
        const responsibleId = responsibleOf(cells, before, { staff, ground });
        if (!cells.sound) return null;
        const officialCode = cells.has('officialCode')
          ? code || (before?.fields.officialCode ?? '')
          : (before?.fields.officialCode ?? '');
        const phone = cells.has('phone') ? cells.text('phone') : (before?.fields.phone ?? '');
        return {
          ...{ cells, key: code === '' ? joined(region.id, name) : code, before },
          keyField: code === '' ? 'name' : 'officialCode',
          fields: { regionId: region.id, name, kind, officialCode, phone, responsibleId, mergedIntoId: null },
          others: byCode.all(officialCode),
        };
      },
    };
  },
  rows: ({ fields }, ground) => [
    [
      fields.name,
      fields.officialCode,
      ground.finder.nameOfRegion(fields.regionId),
      wordOf(`kind.${fields.kind}`, ground.locale),
      fields.phone,
      textOfPerson(ground, fields.responsibleId),
    ],
  ],
};

/** Whoever gives a school its code in a file means the one of that name that had none. */
function beforeOf(coded: readonly School[], named: readonly School[], code: string): School | null {
  if (code !== '') return coded[0] ?? named.find(({ fields }) => fields.officialCode === '') ?? null;
  return named.find(({ fields }) => fields.officialCode === '') ?? named[0] ?? null;
}

function textOfPerson({ view }: Ground, id: PersonId | null): string {
  const person = id === null ? undefined : view.snapshot.people.get(id)?.fields;
  return person === undefined ? '' : person.staffCode || person.name;
}

function responsibleOf(
  cells: Cells,
  before: School | null,
  { staff, ground }: { readonly staff: Index<Person>; readonly ground: Ground },
): PersonId | null {
  const text = cells.text('responsible');
  const known = before?.fields.responsibleId ?? null;
  if (!cells.has('responsible') || (text !== '' && text === textOfPerson(ground, known))) return known;
  if (text === '') return null;
  return (
    cells.read('responsible', () => staff.one(joined(before?.id ?? '-', text), 'unknownPerson'))?.id ?? null
  );
}
