import { EditOutlined } from '@ant-design/icons';
import { Button, Drawer, Skeleton } from 'antd';
import { lazy, Suspense, useState } from 'react';
import type { LessonCard } from '../../../shared/lesson.ts';
import { useText } from '../text.ts';

/** The shared document's library is for whoever opens a note. */
const NoteEditor = lazy(async () => ({ default: (await import('./NoteEditor.tsx')).NoteEditor }));

/** Opens the preparation note 备课笔记 beside whatever is on the page, before the lesson and in it. */
export function NoteButton({
  card,
  size = 'middle',
}: {
  readonly card: Pick<LessonCard, 'sessionId' | 'subject' | 'grade'>;
  /** As large as what it stands beside. */
  readonly size?: 'middle' | 'large';
}) {
  const t = useText();
  const [open, setOpen] = useState(false);
  const lesson = `${card.subject} ${card.grade}`.trim();
  return (
    <>
      <Button
        size={size}
        icon={<EditOutlined />}
        aria-label={t('note.of', { lesson })}
        onClick={() => setOpen(true)}
      >
        {t('note.title')}
      </Button>
      <Drawer
        open={open}
        onClose={() => setOpen(false)}
        title={t('note.of', { lesson })}
        size={560}
        destroyOnHidden
      >
        <p className="quiet">{t('note.lead')}</p>
        <Suspense fallback={<Skeleton active title={false} />}>
          <NoteEditor sessionId={card.sessionId} />
        </Suspense>
      </Drawer>
    </>
  );
}
