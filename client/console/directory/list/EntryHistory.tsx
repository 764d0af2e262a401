import { useQuery } from '@tanstack/react-query';
import { localDate } from '../../../../shared/kernel/time.ts';
import { dateTimeText, shortDateText } from '../../shell/format.ts';
import { Loaded } from '../../shell/Loaded.tsx';
import { useLanguage, useText } from '../../text.ts';
import { readHistory } from './entries.ts';
import { type HistoryStep, historySteps } from './entry.model.ts';
import type { RegisterSpec } from './register.types.ts';
import { Words } from './Words.tsx';

type HistoryProps = { readonly spec: RegisterSpec; readonly id: string };

/** Who changed what and when, newest first. */
export function EntryHistory({ spec, id }: HistoryProps) {
  const query = useQuery({
    queryKey: [`${spec.register}.history`, { id }],
    queryFn: () => readHistory(spec.register, id),
  });
  return (
    <Loaded query={query}>
      {(versions) => (
        <ol className="history">
          {historySteps(spec.fields, versions).map((step) => (
            <Step key={step.version.version} spec={spec} step={step} />
          ))}
        </ol>
      )}
    </Loaded>
  );
}

function Step({ spec, step }: { readonly spec: RegisterSpec; readonly step: HistoryStep }) {
  const t = useText();
  const locale = useLanguage((language) => language.locale);
  const { validFrom, validTo, recordedAtMs, recordedBy, reason } = step.version;
  const day = (date: string) => shortDateText(localDate.parse(date), locale);
  return (
    <li>
      <strong>
        {t(`history.${step.kind}`)}{' '}
        {validTo === null
          ? t('history.from', { from: day(validFrom) })
          : t('history.until', { from: day(validFrom), to: day(validTo) })}
      </strong>
      <span className="quiet">
        {t('history.by', {
          name: recordedBy?.name ?? t('history.server'),
          at: dateTimeText(recordedAtMs, locale),
        })}
      </span>
      {reason !== '' && <span>{t('history.reason', { reason })}</span>}
      {step.changed.length > 0 && (
        <dl className="told">
          {step.changed.map(({ name, before, after }) => {
            const field = spec.fields.find((each) => each.name === name);
            if (field === undefined) return null;
            return (
              <div key={name}>
                <dt>{t(field.label)}</dt>
                <dd>
                  <del title={t('history.before')}>
                    <Words field={field} value={before} />
                  </del>{' '}
                  →{' '}
                  <ins title={t('history.after')}>
                    <Words field={field} value={after} />
                  </ins>
                </dd>
              </div>
            );
          })}
        </dl>
      )}
    </li>
  );
}
