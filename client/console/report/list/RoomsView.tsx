import { Button } from 'antd';
import { useText } from '../../text.ts';
import { usePlace } from '../useReport.ts';
import { Lines } from './Lines.tsx';
import { useLines } from './useLines.ts';

/** Below a school come its rooms, and below a room its lessons. */
export function RoomsView() {
  const t = useText();
  const { asked } = usePlace();
  const query = useLines({ ...asked, indicator: 'regularUse', part: 'all', search: '', order: 'name' });
  return (
    <>
      <p className="quiet">{t('report.roomsLead')}</p>
      <Lines query={query} />
      {query.hasNextPage && (
        <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t('report.list.more')}
        </Button>
      )}
    </>
  );
}
