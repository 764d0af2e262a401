import { useText } from '../../text.ts';
import { useFieldsOf } from './names.ts';
import type { ChosenFrom, Fields } from './register.types.ts';

type NameProps = {
  readonly from: ChosenFrom;
  readonly id: string;
  readonly date?: string;
  /** With their school too where it is a person's: for a choice among thousands, of whom some have the same name. */
  readonly full?: boolean;
};

/** What an entry is called, by its id. */
export function EntryName({ from, id, date = '', full = false }: NameProps) {
  const t = useText();
  const fields = useFieldsOf(from, id, date);
  if (fields === undefined) return '…';
  if (fields === null) return <span className="quiet">{t('list.unknown')}</span>;
  return <FieldsName from={from} fields={fields} date={date} full={full} />;
}

type FieldsProps = Pick<NameProps, 'from' | 'date' | 'full'> & { readonly fields: Fields };

/** Where a name alone does not say which, its school stands before it. */
export function FieldsName({ from, fields, date = '', full = false }: FieldsProps) {
  const t = useText();
  const school = typeof fields['schoolId'] === 'string' ? fields['schoolId'] : null;
  switch (from) {
    case 'link':
      return (
        <>
          <EntryName from="school" id={`${fields['fromSchoolId']}`} date={date} />
          {' → '}
          <EntryName from="school" id={`${fields['toSchoolId']}`} date={date} />
          {` · ${fields['subject']} ${fields['grade']}`}
        </>
      );
    case 'person':
      return (
        <>
          {`${fields['name']}`}
          {full && school !== null && (
            <>
              {' · '}
              <EntryName from="school" id={school} date={date} />
            </>
          )}
        </>
      );
    case 'need':
      return (
        <>
          {school !== null && <EntryName from="school" id={school} date={date} />}
          {` · ${t('link.needChoice', {
            point: `${fields['subject']}`,
            subject: `${fields['grade']}`,
            periods: Number(fields['periodsPerWeek']),
          })}`}
        </>
      );
    case 'room':
      return (
        <>
          {school !== null && <EntryName from="school" id={school} date={date} />}
          {` · ${fields['name']}`}
        </>
      );
    case 'region':
    case 'school':
    case 'class':
    case 'term':
    case 'group':
      return `${fields['name']}`;
  }
}
