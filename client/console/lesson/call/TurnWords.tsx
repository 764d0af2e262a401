import './attention.css';
import { MINUTE_MS } from '../../../../shared/kernel/time.ts';
import { waitText } from '../../shell/clock.model.ts';
import { type ConsoleText, useText } from '../../text.ts';
import type { RoomTile } from '../rooms.model.ts';
import { type AttentionBoard, minutesSince } from './attention.model.ts';

type TurnProps = { readonly tile: RoomTile; readonly board: AttentionBoard; readonly nowMs: number };

/** On a room's card, quietly: how often and how long it has spoken, and when it did last. A room that waits too long is said to. */
export function TurnWords({ tile, board, nowMs }: TurnProps) {
  const t = useText();
  const waitedMs = board.neglected.get(tile.room.roomId);
  if (waitedMs !== undefined)
    return (
      <span className="room-sign">{t('attention.waits', { minutes: Math.floor(waitedMs / MINUTE_MS) })}</span>
    );
  const { turnCount, onAirMs, lastTurnAtMs } = board.of(tile);
  const words =
    lastTurnAtMs === null || turnCount === 0
      ? t('attention.none')
      : t('attention.turns', { total: turnCount, time: waitText(onAirMs) });
  const ago =
    tile.onStageSinceMs !== null || lastTurnAtMs === null ? '' : ` · ${agoWords(t, lastTurnAtMs, nowMs)}`;
  return <span className="room-turns">{words + ago}</span>;
}

function agoWords(t: ConsoleText, atMs: number, nowMs: number): string {
  const minutes = minutesSince(atMs, nowMs);
  return minutes === 0 ? t('attention.justNow') : t('attention.ago', { minutes });
}

/** How all turns are shared, in one line over the rooms; and, when some have waited too long, who might be asked. */
export function BalanceLine({
  tiles,
  board,
}: {
  readonly tiles: readonly RoomTile[];
  readonly board: AttentionBoard;
}) {
  const t = useText();
  const { balance, range, neglected } = board;
  const total = balance.remoteTurnCount + balance.ownTurnCount;
  const schools = tiles.flatMap(({ room }) => (neglected.has(room.roomId) ? room.schoolName : []));
  return (
    <p className="balance-line">
      {total > 0 && (
        <span title={t('attention.means')}>
          {t('attention.remote', { remote: balance.remoteTurnCount, total })}
          {range !== null && ` · ${t('attention.even', range)}`}
        </span>
      )}
      <span role="status">
        {schools.length > 0 &&
          t('attention.hint', { schools: schools.slice(0, MOST).join(t('attention.and')) })}
      </span>
    </p>
  );
}

/** More names than these are a list, not a hint. */
const MOST = 3;
