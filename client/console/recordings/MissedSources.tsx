import type { RecordingCard } from '../../../shared/recording.ts';
import { useLanguage, useText } from '../text.ts';

/** What was sent in the lesson and is not in its recording. */
export function MissedSources({ card }: { readonly card: RecordingCard }) {
  const t = useText();
  const locale = useLanguage((language) => language.locale);
  if (card.missed === undefined) return null;
  const names = card.missed.map((source) => t(`asset.missed.${source}`));
  const sources = new Intl.ListFormat(locale, { type: 'unit' }).format(names);
  return <div title={t('asset.missed.how')}>{t('asset.missed', { sources })}</div>;
}
