import './courseware.css';
import { FilePdfOutlined } from '@ant-design/icons';
import { Button, Popover } from 'antd';
import { useState } from 'react';
import type { AppError } from '../../../../shared/kernel/errors.ts';
import type { CoursewareId } from '../../../../shared/kernel/ids.ts';
import type { JoinedSession } from '../../../live/live.types.ts';
import { Trouble } from '../../shell/Trouble.tsx';
import { useText } from '../../text.ts';
import { useLive } from '../live-context.ts';
import { besideTrigger } from '../popup-place.ts';
import { useFront, useStayInFront } from './courseware-context.ts';
import { FileList } from './FileList.tsx';

/** Where each file was left, for as long as the page is open. */
const leftAt = new Map<CoursewareId, number>();

type Props = { readonly session: JoinedSession };

/** 课件: chooses what stands on every wall, brings files, and takes them off. */
export function CoursewareButton({ session }: Props) {
  const t = useText();
  const live = useLive();
  const { sessionId } = session;
  const [choosing, setChoosing] = useState(false);
  const [error, setError] = useState<AppError | null>(null);
  const front = useFront(session);
  useStayInFront(session);
  const { courseware } = session.view.lesson;
  if (courseware !== undefined) leftAt.set(courseware.coursewareId, courseware.page);
  const isLive = session.view.lesson.phase.state === 'live';
  const show = async (coursewareId: CoursewareId) => {
    setError(null);
    const page = leftAt.get(coursewareId) ?? 1;
    const result = await live.command('courseware.open', { sessionId, coursewareId, page });
    if (result.ok) setChoosing(false);
    else setError(result.error);
  };
  return (
    <>
      <Popover
        open={choosing}
        onOpenChange={setChoosing}
        trigger="click"
        placement="topLeft"
        destroyOnHidden
        getPopupContainer={besideTrigger}
        title={t('courseware.title')}
        content={
          <>
            {error !== null && <Trouble error={error} />}
            <FileList
              sessionId={sessionId}
              onOpen={isLive ? (file) => void show(file.coursewareId) : undefined}
              shownId={front?.coursewareId ?? null}
            />
          </>
        }
      >
        <Button size="large" icon={<FilePdfOutlined />}>
          {t('courseware.title')}
        </Button>
      </Popover>
      {courseware !== undefined && (
        <Button size="large" onClick={() => void live.command('courseware.close', { sessionId })}>
          {t('courseware.close')}
        </Button>
      )}
    </>
  );
}
