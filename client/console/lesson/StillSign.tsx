import type { SessionId } from '../../../shared/kernel/ids.ts';
import { useAnswer } from '../api/queries.ts';
import { useText } from '../text.ts';

const EVERY_MS = 30_000;

/** Tells whoever leads that those who supervise may see a still of the lesson, whether somebody looks or not. */
export function StillSign({ sessionId }: { readonly sessionId: SessionId }) {
  const t = useText();
  const notice = useAnswer('still.notice', { sessionId }, { everyMs: EVERY_MS });
  if (notice.data?.enabled !== true) return null;
  return (
    <span className="tag" title={t('still.sign.why')}>
      {t('still.sign')}
    </span>
  );
}
