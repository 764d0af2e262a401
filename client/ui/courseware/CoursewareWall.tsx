import './courseware.css';
import { useState } from 'react';
import type { CoursewareView } from '../../../shared/session/session.courseware.ts';
import type { CoursewareWallKey } from '../../../shared/text/courseware-wall.en.ts';
import type { Text } from '../../../shared/text/text.ts';
import type { Courseware } from '../../live/courseware/courseware.ts';
import { type Document, useDocument } from './documents.ts';
import { PageStage } from './PageStage.tsx';

type Props = {
  readonly courseware: Courseware;
  readonly open: CoursewareView;
  readonly text: Text<CoursewareWallKey>;
};

/** The open courseware 课件 in the content's place of any wall; while it is still being fetched, how far it is. */
export function CoursewareWall({ courseware, open, text }: Props) {
  const document = useDocument(courseware, open.coursewareId);
  const [unreadable, setUnreadable] = useState<number | null>(null);
  const { page, pageCount: total } = open;
  if (document.state !== 'open') return <NotYet document={document} open={open} text={text} />;
  return (
    <div className="courseware-wall">
      <PageStage
        source={document.source}
        page={page}
        zoom={open.zoom}
        board={courseware.board}
        label={text('courseware.page', { page, total })}
        onPainted={() => setUnreadable(null)}
        onFailed={() => setUnreadable(page)}
      >
        {unreadable === page && (
          <p className="courseware-words" role="status">
            {text('courseware.pageBroken', { page })}
          </p>
        )}
      </PageStage>
    </div>
  );
}

type NotYetProps = Pick<Props, 'open' | 'text'> & { readonly document: Exclude<Document, { state: 'open' }> };

export function NotYet({ document, open: { page, pageCount: total }, text }: NotYetProps) {
  const words = wordsOf(document, text);
  return (
    <div className="courseware-wall">
      <div className="courseware-words" role="status">
        <b>{words}</b>
        {document.state === 'fetching' && <progress value={document.ratio} aria-label={words} />}
        <span>{text('courseware.page', { page, total })}</span>
      </div>
    </div>
  );
}

function wordsOf(document: NotYetProps['document'], text: Props['text']): string {
  switch (document.state) {
    case 'waiting':
    case 'opening':
      return text('courseware.opening');
    case 'fetching':
      return text('courseware.fetching', { percent: Math.floor(document.ratio * 100) });
    case 'failed':
      return text(document.broken ? 'courseware.broken' : 'courseware.failed');
  }
}
