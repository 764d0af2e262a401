import { InputNumber } from 'antd';
import { useEffect, useId, useState } from 'react';
import type { AppError } from '../../../shared/kernel/errors.ts';
import type { RoomId, SessionId } from '../../../shared/kernel/ids.ts';
import type { SeatView } from '../../../shared/session/session.view.ts';
import { useReadable } from '../../ui/use-readable.ts';
import { errorText, useText } from '../text.ts';
import { useLive } from './live-context.ts';
import { unsavedCount } from './rooms.model.ts';

type HeadCountProps = {
  readonly sessionId: SessionId;
  readonly roomId: RoomId;
  readonly expectedCount: number;
  readonly headCount: SeatView['headCount'];
  readonly mayCount: boolean;
};

/** 实到人数 with where it comes from; only to be read by whoever may not count. */
export function HeadCountField({ mayCount, ...count }: HeadCountProps) {
  const t = useText();
  const { headCount, expectedCount } = count;
  if (mayCount) return <HeadCountInput {...count} />;
  return (
    <p className="head-count">
      {t('headCount.present')} {headCount?.presentCount ?? '—'} / {expectedCount}
      {headCount !== null && <span className="quiet">{t(`countSource.${headCount.source}`)}</span>}
    </p>
  );
}

/** Typed, kept over a cut line, and marked until the server has it. */
function HeadCountInput({ sessionId, roomId, expectedCount, headCount }: Omit<HeadCountProps, 'mayCount'>) {
  const t = useText();
  const live = useLive();
  const fieldId = useId();
  const unsaved = unsavedCount(useReadable(live.pending), roomId);
  const known = unsaved ?? headCount?.presentCount ?? null;
  const [typed, setTyped] = useState<number | null>(known);
  const [error, setError] = useState<AppError | null>(null);
  useEffect(() => setTyped(known), [known]);

  const save = async () => {
    if (typed === null || typed === known) return;
    setError(null);
    const result = await live.command('headCount.set', { sessionId, roomId, presentCount: typed });
    if (!result.ok) setError(result.error);
  };
  const isSaved = headCount !== null && unsaved === null && typed === known;
  return (
    <div className="head-count">
      <label htmlFor={fieldId}>{t('headCount.present')}</label>
      <InputNumber
        id={fieldId}
        size="small"
        min={0}
        max={500}
        precision={0}
        controls={false}
        value={typed}
        onChange={setTyped}
        onPressEnter={() => void save()}
        onBlur={() => void save()}
      />
      <span className="quiet">/ {expectedCount}</span>
      <span role="status" className="head-count-state">
        {error !== null
          ? errorText(t, error)
          : unsaved !== null
            ? t('headCount.unsaved')
            : isSaved
              ? t('headCount.saved')
              : ''}
      </span>
      {isSaved && headCount.source !== 'console' && (
        <span className="head-count-state quiet">{t(`countSource.${headCount.source}`)}</span>
      )}
    </div>
  );
}
