import { useState } from 'react';
import type { LessonCard } from '../../../shared/lesson.ts';
import type { Place } from './grid.model.ts';

/** A lesson that somebody has picked up, and the place over which they hold it. */
export type Carried = { readonly card: LessonCard; readonly place: Place };

/** Picking up and putting down, the same by pointer and by keyboard. */
export type Carry = {
  readonly carried: Carried | null;
  /** What is said when nothing is carried any more. */
  readonly wasPutBack: boolean;
  pickUp(card: LessonCard): void;
  hold(place: Place): void;
  /** The place at which it was let go; null when that is where it was. */
  drop(): Carried | null;
  putBack(): void;
};

export function useCarry(): Carry {
  const [carried, setCarried] = useState<Carried | null>(null);
  const [wasPutBack, setWasPutBack] = useState(false);
  const putBack = () => {
    setWasPutBack(carried !== null);
    setCarried(null);
  };
  return {
    carried,
    wasPutBack,
    pickUp(card) {
      setWasPutBack(false);
      setCarried({ card, place: { localDate: card.localDate, startMinute: card.startMinute } });
    },
    hold: (place) => setCarried((held) => held && { ...held, place }),
    drop() {
      if (carried === null) return null;
      const { card, place } = carried;
      if (place.localDate === card.localDate && place.startMinute === card.startMinute) {
        putBack();
        return null;
      }
      setCarried(null);
      return carried;
    },
    putBack,
  };
}
