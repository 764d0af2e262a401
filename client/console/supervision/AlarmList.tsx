import { Button, Input } from 'antd';
import { useState } from 'react';
import type { Alarm } from '../../../shared/supervision.ts';
import { appErrorOf } from '../api/ask.ts';
import { useAnswer, useSubmit } from '../api/queries.ts';
import { timeText } from '../shell/format.ts';
import { Loaded } from '../shell/Loaded.tsx';
import { Trouble } from '../shell/Trouble.tsx';
import { useText } from '../text.ts';
import type { WallScope } from './useWall.ts';

const EVERY_MS = 10_000;

/** Alarms of today and all that are open: what, where, since when, and who has taken note. */
export function AlarmList({ scope, mayNote }: { readonly scope: WallScope; readonly mayNote: boolean }) {
  const t = useText();
  const alarms = useAnswer('supervision.alarms', scope, { everyMs: EVERY_MS });
  return (
    <section className="alarm-list" aria-label={t('supervision.alarms')}>
      <h2>{t('supervision.alarms')}</h2>
      <Loaded query={alarms}>
        {({ alarms: all }) =>
          all.length === 0 ? (
            <p className="quiet">{t('supervision.noAlarms')}</p>
          ) : (
            <ul>
              {all
                .toSorted((a, b) => Number(a.toMs !== null) - Number(b.toMs !== null))
                .map((alarm) => (
                  <AlarmRow key={alarm.alarmId} alarm={alarm} mayNote={mayNote} />
                ))}
            </ul>
          )
        }
      </Loaded>
    </section>
  );
}

function AlarmRow({ alarm, mayNote }: { readonly alarm: Alarm; readonly mayNote: boolean }) {
  const t = useText();
  const { rule, room, fromMs, toMs, acknowledged } = alarm;
  const what = [alarm.subject, alarm.grade].filter(Boolean).join(' ');
  const when =
    toMs === null
      ? t('supervision.alarm.from', { time: timeText(fromMs) })
      : t('supervision.alarm.span', { from: timeText(fromMs), to: timeText(toMs) });
  return (
    <li data-open={toMs === null} data-known={acknowledged !== null}>
      <strong>{t(`supervision.rule.${rule}`)}</strong>
      <span className="quiet"> {when}</span>
      <p>{room === null ? `${what} · ${alarm.leadingSchoolName}` : `${room.schoolName} · ${what}`}</p>
      {acknowledged === null ? (
        mayNote && toMs === null && <TakeNote alarm={alarm} />
      ) : (
        <p className="quiet">
          {t('supervision.alarm.acknowledged', {
            name: acknowledged.byName,
            time: timeText(acknowledged.atMs),
          })}{' '}
          {acknowledged.note !== '' && t('supervision.alarm.noteOf', { note: acknowledged.note })}
        </p>
      )}
    </li>
  );
}

function TakeNote({ alarm }: { readonly alarm: Alarm }) {
  const t = useText();
  const [open, setOpen] = useState(false);
  const [note, setNote] = useState('');
  const take = useSubmit('supervision.acknowledge', {
    refresh: ['supervision.alarms', 'supervision.wall'],
    onDone: () => setOpen(false),
  });
  if (!open)
    return (
      <Button size="small" onClick={() => setOpen(true)}>
        {t('supervision.alarm.acknowledge')}
      </Button>
    );
  return (
    <form
      className="take-note"
      onSubmit={(event) => {
        event.preventDefault();
        take.mutate({ alarmId: alarm.alarmId, note });
      }}
    >
      <Input
        autoFocus
        aria-label={t('supervision.alarm.note')}
        placeholder={t('supervision.alarm.note')}
        maxLength={200}
        value={note}
        onChange={(event) => setNote(event.target.value)}
      />
      <Button type="primary" htmlType="submit" loading={take.isPending}>
        {t('supervision.alarm.save')}
      </Button>
      {take.isError && <Trouble error={appErrorOf(take.error)} />}
    </form>
  );
}
