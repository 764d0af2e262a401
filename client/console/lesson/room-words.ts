import type { RoomTone } from '../../ui/RoomCard.tsx';
import { timeText } from '../shell/format.ts';
import type { ConsoleText } from '../text.ts';
import type { Reception } from './quality.model.ts';
import type { RoomState, RoomTile } from './rooms.model.ts';

export function toneOf(state: RoomState): RoomTone {
  switch (state.state) {
    case 'ready':
    case 'here':
      return 'well';
    case 'joining':
      return 'waiting';
    case 'lost':
      return 'trouble';
    case 'left':
    case 'absent':
      return 'off';
  }
}

/** How a room stands, with the time since when where that matters. */
export const stateWords = (t: ConsoleText, state: RoomState): string =>
  state.state === 'lost' || state.state === 'left'
    ? t(`roomState.${state.state}`, { time: timeText(state.sinceMs) })
    : t(`roomState.${state.state}`);

export const detailWords = (t: ConsoleText, { room }: RoomTile): string =>
  [room.className ?? room.name, t('lesson.expected', { total: room.expectedCount })].join(' · ');

/** What a room gets now: the step of the ladder and its reason. Nothing while nothing is known. */
export function stepOf(
  t: ConsoleText,
  reception: Reception,
): { readonly value: number; readonly reason: string } | null {
  if (reception.state === 'unknown') return null;
  const { camera, step, line } = reception;
  const picture =
    camera !== null && camera.height > 0
      ? t('reception.camera', { height: camera.height, fps: camera.framesPerSecond })
      : t(`reception.step${step}`);
  const loss = Math.round(reception.lossRatio * 100);
  const quality =
    line === 'lossy' || line === 'bad' ? t(`reception.${line}`, { loss }) : t(`reception.${line}`);
  const why = reception.reason === null ? null : t(`ladder.reason.${reception.reason}`);
  const words = step === 0 ? [picture, why] : [picture, why, quality];
  return { value: step, reason: words.filter((each) => each !== null).join(' · ') };
}
