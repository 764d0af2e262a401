import './walls-bar.css';
import { Button, Popover } from 'antd';
import { type ReactNode, useState } from 'react';
import { wallLayout } from '../../../../shared/session/session.wall.ts';
import type { JoinedSession } from '../../../live/live.types.ts';
import { useReadable } from '../../../ui/use-readable.ts';
import { useText } from '../../text.ts';
import { useLive } from '../live-context.ts';
import { besideTrigger } from '../popup-place.ts';
import { HandOverButton } from './HandOverButton.tsx';
import { LayoutSign } from './LayoutSign.tsx';
import { MessageButton, StandingMessage } from './MessageButton.tsx';
import { isAsked, type Steer, useSteer } from './useSteer.ts';

type BarProps = { readonly session: JoinedSession };

/** What every wall shows: the layout, one room large, a message, music; and to whom the lesson may be handed over. */
export function WallsBar({ session, beside }: BarProps & { readonly beside?: ReactNode }) {
  const t = useText();
  const steer = useSteer(session.sessionId);
  const { lesson } = session.view;
  const spotlight = session.card.rooms.find(({ roomId }) => lesson.wall?.spotlight === `room:${roomId}`);
  return (
    <section className="walls-bar" aria-label={t('walls.title')}>
      <LayoutButton session={session} steer={steer} />
      <MessageButton lesson={lesson} steer={steer} />
      <MusicButton session={session} steer={steer} />
      {beside}
      <HandOverButton session={session} steer={steer} />
      {spotlight !== undefined && (
        <span className="walls-standing">
          {t('walls.spotlit', { school: spotlight.schoolName })}
          <Button size="small" onClick={() => steer.spotlight(null)}>
            {t('board.unspotlight')}
          </Button>
        </span>
      )}
      <StandingMessage lesson={lesson} steer={steer} />
    </section>
  );
}

type SteeredProps = BarProps & { readonly steer: Steer };

/** 版式: five walls drawn small, with their words. */
export function LayoutButton({ session, steer }: SteeredProps) {
  const t = useText();
  const [open, setOpen] = useState(false);
  const pending = useReadable(useLive().pending);
  const now = session.view.lesson.wall?.layout ?? 'teacherAndContent';
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      trigger="click"
      placement="bottomLeft"
      destroyOnHidden
      getPopupContainer={besideTrigger}
      content={
        <fieldset className="layout-choice" aria-label={t('walls.title')}>
          {wallLayout.options.map((layout) => (
            <Button
              key={layout}
              size="large"
              aria-pressed={layout === now}
              onClick={() => {
                setOpen(false);
                steer.arrange(layout);
              }}
            >
              <LayoutSign layout={layout} />
              {t(`walls.layout.${layout}`)}
            </Button>
          ))}
        </fieldset>
      }
    >
      <Button aria-expanded={open} loading={isAsked(pending, 'wall.arrange')} className="layout-now">
        <LayoutSign layout={now} />
        <span>
          {t('walls.title')} · {t(`walls.layout.${now}`)}
        </span>
      </Button>
    </Popover>
  );
}

/** 音乐模式 of the whole lesson. */
function MusicButton({ session, steer }: SteeredProps) {
  const t = useText();
  const pending = useReadable(useLive().pending);
  const on = session.view.lesson.music === true;
  return (
    <Button
      aria-pressed={on}
      loading={isAsked(pending, 'music.set')}
      title={t('music.how')}
      onClick={() => steer.setMusic(!on)}
    >
      {t(on ? 'music.on' : 'music.off')}
    </Button>
  );
}
