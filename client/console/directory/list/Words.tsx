import { localDate } from '../../../../shared/kernel/time.ts';
import { shortDateText } from '../../shell/format.ts';
import { useLanguage, useText } from '../../text.ts';
import { EntryName } from './EntryName.tsx';
import type { Field } from './register.types.ts';

type WordsProps = { readonly field: Field; readonly value: unknown; readonly date?: string };

/** What a field holds, as people say it. */
export function Words({ field: { kind }, value, date = '' }: WordsProps) {
  const t = useText();
  const locale = useLanguage((language) => language.locale);
  if (kind.type === 'other' || kind.type === 'rows') return kind.words(t, value);
  if (value === null || value === undefined || value === '') return t('list.empty');
  switch (kind.type) {
    case 'text':
    case 'subject':
    case 'number':
      return `${value}`;
    case 'date': {
      const read = localDate.safeParse(value);
      return read.success ? shortDateText(read.data, locale) : `${value}`;
    }
    case 'flag':
      return t(value === true ? 'list.yes' : 'list.no');
    case 'choice': {
      const chosen: readonly unknown[] = Array.isArray(value) ? value : [value];
      const words = kind.options.filter((each) => chosen.includes(each.value)).map((each) => t(each.label));
      return words.join(t('app.listComma')) || t('list.empty');
    }
    case 'entry':
      return typeof value === 'string' ? (
        <EntryName from={kind.from} id={value} date={date} />
      ) : (
        t('list.empty')
      );
  }
}
