import './wall.css';
import type { CSSProperties, ReactNode } from 'react';
import type { WallPart, WallPlan } from '../../../shared/session/session.wall-plan.ts';
import { keyOfPart, type Spot, spotsOf } from './shape.ts';

export type WallTile = {
  readonly picture: ReactNode;
  /** Name and signs; null for what needs none. */
  readonly words: ReactNode | null;
  /** The frame of who was called 发言中; broken while the pupils are not heard yet. */
  readonly frame?: 'onStage' | 'notHeard' | null;
  readonly className?: string;
};

type Props = {
  readonly plan: WallPlan;
  readonly tileOf: (part: WallPart, place: Spot['place']) => WallTile;
  /** Higher than it is wide: what is large comes first, the rest flows below it. */
  readonly flows?: boolean;
};

/** The pictures of a wall, each where the one rule puts it. A picture that changes its place stays the same element: it goes on playing. */
export function Wall({ plan, tileOf, flows = false }: Props) {
  return (
    <>
      {spotsOf(plan).map((spot) => {
        const { picture, words, frame = null, className = '' } = tileOf(spot.part, spot.place);
        return (
          <figure
            key={keyOfPart(spot.part)}
            className={`glass-tile ${className}`}
            data-what={spot.part.what}
            data-place={spot.place}
            data-frame={frame}
            data-name={spot.name}
            data-tight={spot.tight}
            style={flows ? { order: orderOf(spot, plan) } : styleOf(spot)}
          >
            {picture}
            {words !== null && <figcaption>{words}</figcaption>}
          </figure>
        );
      })}
    </>
  );
}

const orderOf = ({ part, place }: Spot, plan: WallPlan): number =>
  place === 'large' ? plan.large.indexOf(part) : plan.large.length + plan.aside.indexOf(part);

const styleOf = ({ left, top, width, height }: Spot): CSSProperties => ({
  insetInlineStart: `${left}%`,
  insetBlockStart: `${top}%`,
  inlineSize: `${width}%`,
  blockSize: `${height}%`,
});
