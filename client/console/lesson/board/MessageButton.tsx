import './walls-bar.css';
import { Button, Input, Popover } from 'antd';
import { useState } from 'react';
import { LINE_TEXT_MAX } from '../../../../shared/session/session.line.ts';
import type { SessionView } from '../../../../shared/session/session.view.ts';
import { useText } from '../../text.ts';
import { besideTrigger } from '../popup-place.ts';
import type { Steer } from './useSteer.ts';

type MessageProps = {
  readonly lesson: Pick<SessionView['lesson'], 'notice'>;
  readonly steer: Pick<Steer, 'say' | 'clearNotice'>;
};

const ready = ['wait', 'book', 'quiet', 'work', 'rest'] as const;

/** A message on every wall: one of the sentences that teachers say every day, or own words. */
export function MessageButton({ lesson, steer }: MessageProps) {
  const t = useText();
  const [open, setOpen] = useState(false);
  const [draft, setDraft] = useState('');
  const say = (words: string) => {
    if (words.trim() === '') return;
    steer.say(words.trim());
    setDraft('');
    setOpen(false);
  };
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      trigger="click"
      placement="bottomLeft"
      destroyOnHidden
      getPopupContainer={besideTrigger}
      content={
        <div className="tell-all">
          <fieldset aria-label={t('tell.ready')}>
            {ready.map((each) => (
              <Button key={each} onClick={() => say(t(`tell.ready.${each}`))}>
                {t(`tell.ready.${each}`)}
              </Button>
            ))}
          </fieldset>
          <form
            onSubmit={(event) => {
              event.preventDefault();
              say(draft);
            }}
          >
            <Input
              value={draft}
              maxLength={LINE_TEXT_MAX}
              aria-label={t('tell.write')}
              placeholder={t('tell.write')}
              autoComplete="off"
              onChange={(event) => setDraft(event.target.value)}
            />
            <Button htmlType="submit" type="primary" disabled={draft.trim() === ''}>
              {t('tell.say')}
            </Button>
          </form>
          {lesson.notice === undefined && <p className="quiet">{t('tell.none')}</p>}
        </div>
      }
    >
      <Button aria-expanded={open}>{t('tell.title')}</Button>
    </Popover>
  );
}

/** What stands on the walls now, in the teacher's sight until it is taken down. */
export function StandingMessage({ lesson: { notice }, steer }: MessageProps) {
  const t = useText();
  return (
    <span className={notice === undefined ? undefined : 'walls-standing'} role="status">
      {notice !== undefined && (
        <>
          <bdi>{t('tell.stands', { words: notice.words ?? t('tell.erased') })}</bdi>
          <Button size="small" onClick={() => steer.clearNotice()}>
            {t('tell.clear')}
          </Button>
        </>
      )}
    </span>
  );
}
