import { EntryName } from './EntryName.tsx';
import type { RegisterSpec, Row } from './register.types.ts';
import { Words } from './Words.tsx';

/** What an entry is called where it stands alone. */
export function Title({ spec, row }: { readonly spec: RegisterSpec; readonly row: Row }) {
  const field = spec.fields.find(({ name }) => name === spec.title);
  const school = row.fields['schoolId'];
  if (field === undefined) return null;
  return (
    <>
      {typeof school === 'string' && field.name !== 'schoolId' && spec.tab !== 'people' && (
        <>
          <EntryName from="school" id={school} /> ·{' '}
        </>
      )}
      <Words field={field} value={row.fields[field.name]} />
    </>
  );
}
