import type { ReactNode } from 'react';
import './on-stage.css';
import './room-card.css';

/** `chip` in a list, `card` on the lecturer's board, `tile` with a picture, `wall` on a large screen. */
export type RoomCardSize = 'chip' | 'card' | 'tile' | 'wall';
/** Said in words by `state`; the tone only repeats it as shape and colour. */
export type RoomTone = 'well' | 'waiting' | 'trouble' | 'off';

type Props = {
  readonly size: RoomCardSize;
  readonly schoolName: string;
  /** Class and head-count, e.g. "三年级 1 班 · 23/25". */
  readonly detail: string;
  readonly tone: RoomTone;
  /** The room's state in words. */
  readonly state: string;
  /** Step of the ladder, 1..5, with its reason in words; left out when unknown. */
  readonly step?: { readonly value: number; readonly reason: string };
  /** 发言中: the room is on stage; the word and its running time. */
  readonly onStage?: string;
  /** Other things that concern the room for a moment: a raised hand, a signal. Shown on `card` and `tile`. */
  readonly signs?: ReactNode;
  /** The room's picture, or nothing. */
  readonly children?: ReactNode;
  /** Buttons; shown on `card` and `tile`. */
  readonly actions?: ReactNode;
};

const cells = [1, 2, 3, 4, 5];

/** A room as a room: school name large, class and head-count under it, the state in words. The same everywhere. */
export function RoomCard(props: Props) {
  const { size, schoolName, detail, tone, state, step, onStage, signs, children, actions } = props;
  return (
    <article
      className={onStage === undefined ? 'room-card' : 'room-card on-stage'}
      data-size={size}
      data-tone={tone}
    >
      {children !== undefined && size !== 'chip' && <div className="room-card-picture">{children}</div>}
      {(onStage !== undefined || signs !== undefined) && size !== 'chip' && (
        <div className="room-card-signs">
          {onStage !== undefined && <span className="on-stage-sign">{onStage}</span>}
          {signs}
        </div>
      )}
      <h3>{schoolName}</h3>
      <p className="room-card-detail">{detail}</p>
      <p className="room-card-state">
        <i aria-hidden="true" />
        {state}
      </p>
      {step !== undefined && size !== 'chip' && (
        <p className="room-card-step" title={step.reason}>
          <span role="img" aria-label={`${step.value}/5`}>
            {cells.map((cell) => (
              <b key={cell} data-on={cell <= step.value} />
            ))}
          </span>
          {step.reason}
        </p>
      )}
      {actions !== undefined && (size === 'card' || size === 'tile') && (
        <div className="room-card-actions">{actions}</div>
      )}
    </article>
  );
}
