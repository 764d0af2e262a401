import { Button, Select } from 'antd';
import { useId, useState } from 'react';
import { type RoomId, roomId as roomIdSchema } from '../../../shared/kernel/ids.ts';
import type { LessonCard } from '../../../shared/lesson.ts';
import { appErrorOf } from '../api/ask.ts';
import { useRows, useSubmit } from '../api/queries.ts';
import { errorText, useText } from '../text.ts';
import { useBeatNow } from './own-pc.ts';

type QuestionProps = {
  readonly card: Pick<LessonCard, 'lectureRoom' | 'leadingSchool'>;
  readonly onNo: () => void;
};

/** Asked once: the answer makes this browser the lecture room's own, whoever signs in at it. */
export function PcQuestion({ card, onNo }: QuestionProps) {
  const t = useText();
  const titleId = useId();
  const beatNow = useBeatNow();
  const [chosen, setChosen] = useState<RoomId | null>(null);
  const claim = useSubmit('device.claimPc', { onDone: beatNow });
  const { lectureRoom } = card;
  const roomId = lectureRoom?.roomId ?? chosen;
  return (
    <section className="pc-question" aria-labelledby={titleId}>
      <div className="pc-words">
        <strong id={titleId}>
          {lectureRoom === null ? t('pc.askWhich') : t('pc.ask', { room: lectureRoom.name })}
        </strong>
        <p className="quiet">{t('pc.askLead')}</p>
      </div>
      {lectureRoom === null && <LectureRooms card={card} value={chosen} onChange={setChosen} />}
      {claim.isError && (
        <p role="alert" className="pc-refused">
          {errorText(t, appErrorOf(claim.error))}
        </p>
      )}
      <div className="pc-answers">
        <Button
          disabled={roomId === null}
          loading={claim.isPending}
          onClick={() => roomId !== null && claim.mutate({ roomId })}
        >
          {t('pc.yes')}
        </Button>
        <Button onClick={onNo}>{t('pc.no')}</Button>
      </div>
    </section>
  );
}

type RoomsProps = Pick<QuestionProps, 'card'> & {
  readonly value: RoomId | null;
  readonly onChange: (roomId: RoomId) => void;
};

/** Rooms of the leading school from which lessons are given, where the lesson names none. */
function LectureRooms({ card, value, onChange }: RoomsProps) {
  const t = useText();
  const rooms = useRows('room', {});
  const options = (rooms.data ?? [])
    .filter(
      ({ fields }) => fields.schoolId === card.leadingSchool.schoolId && fields.ends.includes('lecture'),
    )
    .map(({ id, fields }) => ({ value: id, label: fields.name }));
  return (
    <Select
      aria-label={t('pc.room')}
      className="pc-room"
      placeholder={t('pc.choose')}
      value={value}
      loading={rooms.isPending}
      options={options}
      onChange={(id: string) => onChange(roomIdSchema.parse(id))}
    />
  );
}
