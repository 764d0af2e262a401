import './courseware.css';
import { LeftOutlined, RightOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { SessionId } from '../../../../shared/kernel/ids.ts';
import type { CoursewareView } from '../../../../shared/session/session.courseware.ts';
import type { MarkPen } from '../../../live/courseware/mark-pen.ts';
import { NotYet } from '../../../ui/courseware/CoursewareWall.tsx';
import type { CoursewareHere } from '../../../ui/courseware/courseware-parts.ts';
import { useDocument } from '../../../ui/courseware/documents.ts';
import { PageStage } from '../../../ui/courseware/PageStage.tsx';
import type { Painted } from '../../../ui/courseware/page-painter.ts';
import type { PageSource } from '../../../ui/courseware/page-source.ts';
import { useText } from '../../text.ts';
import { useLiveTools } from '../panel/live-tools.ts';
import { useCoursewareHere, usePen } from './courseware-context.ts';
import { DrawLayer } from './DrawLayer.tsx';
import { MarkTools } from './MarkTools.tsx';
import { Thumbnails } from './Thumbnails.tsx';
import { type Turning, useTurning, useTurningKeys } from './turning.ts';

type Props = {
  readonly sessionId: SessionId;
  readonly open: CoursewareView;
  /** Pages and tools under the page; a panel has them in its bar. */
  readonly bare?: boolean;
};

/** The open page in the hands of whoever leads: turned, zoomed, written on. */
export function CoursewareDesk({ sessionId, open, bare = false }: Props) {
  const t = useText();
  const here = useCoursewareHere();
  const pen = usePen(here);
  if (here === null || pen === null)
    return (
      <p className="courseware-words" role="status">
        {t('courseware.opening')}
      </p>
    );
  return <Desk key={open.coursewareId} {...{ here, pen, sessionId, open, bare }} />;
}

type DeskProps = Required<Props> & { readonly here: CoursewareHere; readonly pen: MarkPen };

/** A presenter's remote control speaks to whichever window was touched last. */
function useWindows(): readonly Window[] {
  const shown = useStore(useLiveTools().display.store);
  const other = shown.state === 'open' ? shown.window : null;
  return useMemo(() => (other === null ? [window] : [window, other]), [other]);
}

function Desk({ here, pen, sessionId, open, bare }: DeskProps) {
  const t = useText();
  const document = useDocument(here.courseware, open.coursewareId);
  const turning = useTurning(sessionId, open);
  useTurningKeys(turning, useWindows());
  const painted = useRef<Painted | null>(null);
  const [broken, setBroken] = useState<number | null>(null);
  const { page } = turning;
  return (
    <div className={bare ? 'courseware-desk courseware-bare' : 'courseware-desk'}>
      {document.state === 'open' ? (
        <PageStage
          source={document.source}
          page={page}
          zoom={turning.zoom}
          board={here.courseware.board}
          label={t('courseware.desk', { page, total: open.pageCount })}
          onPainted={(now) => {
            painted.current = now;
            setBroken(null);
          }}
          onFailed={() => setBroken(page)}
        >
          {broken === page && (
            <p className="courseware-words" role="status">
              {t('courseware.pageBroken', { page })}
            </p>
          )}
          <DrawLayer
            board={here.courseware.board}
            pen={pen}
            turning={turning}
            pageCount={open.pageCount}
            painted={painted}
          />
        </PageStage>
      ) : (
        <NotYet document={document} open={open} text={t} />
      )}
      <DeskTools
        {...{ turning, pen, bare }}
        pageCount={open.pageCount}
        source={document.state === 'open' ? document.source : null}
      />
    </div>
  );
}

type ToolsProps = {
  readonly turning: Turning;
  readonly pen: MarkPen;
  readonly bare: boolean;
  readonly pageCount: number;
  readonly source: PageSource | null;
};

function DeskTools({ turning, pen, bare, pageCount, source }: ToolsProps) {
  const t = useText();
  const { page, turn } = turning;
  return (
    <div className="courseware-tools">
      <MarkTools pen={pen} turning={turning} />
      <div className="courseware-turn">
        <Button
          size="large"
          icon={<LeftOutlined />}
          disabled={page <= 1}
          aria-label={t('courseware.back')}
          onClick={() => turn(page - 1)}
        />
        <span role="status">{t('courseware.page', { page, total: pageCount })}</span>
        <Button
          size="large"
          icon={<RightOutlined />}
          disabled={page >= pageCount}
          aria-label={t('courseware.next')}
          onClick={() => turn(page + 1)}
        />
        {source !== null && !bare && pageCount > 1 && <Thumbnails source={source} turning={turning} />}
      </div>
    </div>
  );
}
