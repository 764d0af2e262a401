import './walls-bar.css';
import { App, Button, Popover } from 'antd';
import { useState } from 'react';
import type { PersonId } from '../../../../shared/kernel/ids.ts';
import type { JoinedSession } from '../../../live/live.types.ts';
import { useReadable } from '../../../ui/use-readable.ts';
import { useRows } from '../../api/queries.ts';
import { useText } from '../../text.ts';
import { useLive } from '../live-context.ts';
import { besideTrigger } from '../popup-place.ts';
import { type Successor, successorsIn } from './hand-over.model.ts';
import { isAsked, type Steer } from './useSteer.ts';

type HandOverProps = {
  readonly session: JoinedSession;
  readonly steer: Pick<Steer, 'handOver'>;
  readonly size?: 'large';
};

/** 交接讲台 (N+N): another teacher who is here leads from now on. Only there while somebody could. */
export function HandOverButton({ session, steer, size }: HandOverProps) {
  const t = useText();
  const { modal } = App.useApp();
  const [open, setOpen] = useState(false);
  const pending = useReadable(useLive().pending);
  const successors = successorsIn(session);
  const nameOf = useNames(successors);
  if (session.part !== 'lecturer' || successors.length === 0) return null;
  const ask = (successor: Successor) => {
    setOpen(false);
    void modal.confirm({
      title: t('handOver.confirm', { name: nameOf(successor) }),
      content: t('handOver.lead'),
      okText: t('handOver.yes'),
      cancelText: t('handOver.no'),
      onOk: () => steer.handOver(successor.personId),
    });
  };
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      trigger="click"
      placement="bottomLeft"
      destroyOnHidden
      getPopupContainer={besideTrigger}
      title={t('handOver.title')}
      content={
        <div className="hand-over">
          {successors.map((each) => (
            <Button key={each.personId} onClick={() => ask(each)}>
              {t('handOver.to', { name: nameOf(each) })}
            </Button>
          ))}
        </div>
      }
    >
      <Button
        aria-expanded={open}
        loading={isAsked(pending, 'lectern.hand')}
        {...(size === undefined ? {} : { size })}
      >
        {t('handOver.do')}
      </Button>
    </Popover>
  );
}

/** Members are named by the lesson; who assists is named by the register, as far as it may be read. */
function useNames(successors: readonly Successor[]): (successor: Successor) => string {
  const t = useText();
  const unnamed = successors.filter(({ name }) => name === null).map(({ personId }) => personId);
  const rows = useRows('person', { ids: unnamed.join(',') }, { enabled: unnamed.length > 0 });
  const names = new Map<PersonId, string>(rows.data?.map((each) => [each.id, each.fields.name]));
  return ({ personId, name }) => name ?? names.get(personId) ?? t('handOver.colleague');
}
