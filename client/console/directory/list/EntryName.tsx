import { useText } from '../../text.ts';
import { useFieldsOf } from './names.ts';
import type { ChosenFrom, Fields } from './register.types.ts';

type NameProps = { readonly from: ChosenFrom; readonly id: string; readonly date?: string };

/** What an entry is called, by its id. */
export function EntryName({ from, id, date = '' }: NameProps) {
  const t = useText();
  const fields = useFieldsOf(from, id, date);
  if (fields === undefined) return '…';
  if (fields === null) return <span className="quiet">{t('list.unknown')}</span>;
  return <FieldsName from={from} fields={fields} date={date} />;
}

type FieldsProps = { readonly from: ChosenFrom; readonly fields: Fields; readonly date?: string };

/** Where a name alone does not say which, its school stands before it. */
export function FieldsName({ from, fields, date = '' }: FieldsProps) {
  const t = useText();
  const school = typeof fields['schoolId'] === 'string' ? fields['schoolId'] : null;
  switch (from) {
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
    case 'person':
    case 'term':
      return `${fields['name']}`;
  }
}
