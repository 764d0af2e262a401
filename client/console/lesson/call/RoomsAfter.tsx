import type { JoinedSession } from '../../../live/live.types.ts';
import { RoomCard, type RoomTone } from '../../../ui/RoomCard.tsx';
import { type ConsoleText, useText } from '../../text.ts';
import { HeadCountField } from '../HeadCountField.tsx';
import { detailWords } from '../room-words.ts';
import type { RoomTile } from '../rooms.model.ts';
import type { Rights } from './rights.model.ts';

type AfterProps = {
  readonly session: JoinedSession;
  readonly tiles: readonly RoomTile[];
  readonly rights: Rights;
};

/** After the lesson: how many were there, and what the local teachers say became of it 课后确认. */
export function RoomsAfter({ session, tiles, rights }: AfterProps) {
  const t = useText();
  if (tiles.length === 0) return null;
  return (
    <section aria-label={t('confirmed.title')}>
      <h2 className="section-title">{t('confirmed.title')}</h2>
      <ul className="room-board">
        {tiles.map((tile) => (
          <li key={tile.room.roomId}>
            <RoomCard
              size="card"
              schoolName={tile.room.schoolName}
              detail={detailWords(t, tile)}
              tone={toneOf(tile)}
              state={confirmationWords(t, tile)}
              actions={
                <HeadCountField
                  sessionId={session.sessionId}
                  roomId={tile.room.roomId}
                  expectedCount={tile.room.expectedCount}
                  headCount={tile.headCount}
                  mayCount={rights.count(tile.room.roomId)}
                />
              }
            />
          </li>
        ))}
      </ul>
    </section>
  );
}

function toneOf({ confirmation }: RoomTile): RoomTone {
  switch (confirmation?.outcome) {
    case undefined:
      return 'off';
    case 'held':
      return 'well';
    case 'partly':
      return 'waiting';
    case 'failed':
      return 'trouble';
  }
}

function confirmationWords(t: ConsoleText, { confirmation }: RoomTile): string {
  if (confirmation === null) return t('confirmed.none');
  const { outcome, cause, late } = confirmation;
  const words =
    outcome === 'held'
      ? t('confirmed.held')
      : t(`confirmed.${outcome}`, { cause: t(`cause.${cause ?? 'other'}`) });
  return late ? words + t('confirmed.late') : words;
}
