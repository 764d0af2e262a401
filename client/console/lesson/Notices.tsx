import { Alert } from 'antd';
import type { JoinedSession } from '../../live/live.types.ts';
import { useReadable } from '../../ui/use-readable.ts';
import { useNow } from '../shell/useNow.ts';
import { useText } from '../text.ts';
import { useLive } from './live-context.ts';
import { type Notice, noticesOf } from './notice.model.ts';

type NoticesProps = { readonly session: JoinedSession; readonly nowMs: number };

/** What is wrong with the line, plainly, and that nothing has to be done when nothing has to be done. */
export function Notices({ session, nowMs }: NoticesProps) {
  const live = useLive();
  const notices = noticesOf({
    link: useReadable(live.link),
    session,
    own: useReadable(live.own),
    pending: useReadable(live.pending),
    nowMs,
    hereMs: useNow(1000, live.nowMs),
  });
  return (
    <div role="status" className="notices">
      {notices.map((notice) => (
        <NoticeLine key={notice.kind + ('source' in notice ? notice.source : '')} notice={notice} />
      ))}
    </div>
  );
}

function NoticeLine({ notice }: { readonly notice: Notice }) {
  const t = useText();
  switch (notice.kind) {
    case 'lineLost':
    case 'allLost':
    case 'mediaLost':
    case 'mediaUnavailable':
      return <Alert type="warning" showIcon banner title={t(`notice.${notice.kind}`)} />;
    case 'sendingFailed':
      return <Alert type="error" showIcon banner title={t(`notice.failed.${notice.source}`)} />;
    case 'unsaved':
      return <Alert type="warning" showIcon banner title={t('notice.unsaved', { total: notice.count })} />;
  }
}
