import { FilePdfOutlined } from '@ant-design/icons';
import { Button, Drawer } from 'antd';
import { useState } from 'react';
import type { LessonCard } from '../../../../shared/lesson.ts';
import { useText } from '../../text.ts';
import { FileList } from './FileList.tsx';

/** Before the lesson, from the list of lessons: its files, and bringing them. */
export function PrepareButton({ card }: { readonly card: LessonCard }) {
  const t = useText();
  const [open, setOpen] = useState(false);
  const lesson = `${card.subject} ${card.grade}`.trim();
  return (
    <>
      <Button
        icon={<FilePdfOutlined />}
        aria-label={`${t('courseware.prepare')} · ${lesson}`}
        onClick={() => setOpen(true)}
      >
        {t('courseware.prepare')}
      </Button>
      <Drawer
        open={open}
        onClose={() => setOpen(false)}
        title={t('courseware.of', { lesson })}
        size={480}
        destroyOnHidden
      >
        <p className="quiet">{t('courseware.prepareLead')}</p>
        <FileList sessionId={card.sessionId} />
      </Drawer>
    </>
  );
}
