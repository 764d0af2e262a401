import type { UnservedCause } from '../../../../shared/coverage/cause.ts';
import { useText } from '../../text.ts';

type CauseProps = {
  readonly line: {
    readonly cause: UnservedCause | null;
    readonly foundCause: UnservedCause | null;
    readonly correction?: { readonly byName: string; readonly reason: string } | null;
  };
};

/** The cause as it stands; where somebody set it right also what the log had said, who it was, and why. */
export function CauseWords({ line: { cause, foundCause, correction } }: CauseProps) {
  const t = useText();
  return (
    <>
      {cause === null ? <span className="quiet">—</span> : <span>{t(`unserved.${cause}`)}</span>}
      {foundCause !== null && foundCause !== cause && (
        <div className="quiet report-small">{t('report.found', { cause: t(`unserved.${foundCause}`) })}</div>
      )}
      {correction && (
        <div className="quiet report-small">
          {t('report.correctedBy', { name: correction.byName, reason: correction.reason })}
        </div>
      )}
    </>
  );
}
