import { InputNumber } from 'antd';
import { useEffect, useId, useState } from 'react';
import type { AppError } from '../../../shared/kernel/errors.ts';
import type { SessionId } from '../../../shared/kernel/ids.ts';
import { useReadable } from '../../ui/use-readable.ts';
import { errorText, useText } from '../text.ts';
import { useLive } from './live-context.ts';
import { type RoomTile, unsavedCount } from './rooms.model.ts';

type HeadCountProps = { readonly sessionId: SessionId; readonly tile: RoomTile };

/** 实到人数: typed, kept over a cut line, and marked until the server has it. */
export function HeadCountField({ sessionId, tile }: HeadCountProps) {
  const t = useText();
  const live = useLive();
  const fieldId = useId();
  const { room, headCount } = tile;
  const unsaved = unsavedCount(useReadable(live.pending), room.roomId);
  const known = unsaved ?? headCount?.presentCount ?? null;
  const [typed, setTyped] = useState<number | null>(known);
  const [error, setError] = useState<AppError | null>(null);
  useEffect(() => setTyped(known), [known]);

  const save = async () => {
    if (typed === null || typed === known) return;
    setError(null);
    const result = await live.command('headCount.set', {
      sessionId,
      roomId: room.roomId,
      presentCount: typed,
    });
    if (!result.ok) setError(result.error);
  };
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
      <span className="quiet">/ {room.expectedCount}</span>
      <span role="status" className="head-count-state">
        {error !== null
          ? errorText(t, error)
          : unsaved !== null
            ? t('headCount.unsaved')
            : headCount !== null && typed === known
              ? t('headCount.saved')
              : ''}
      </span>
    </div>
  );
}
