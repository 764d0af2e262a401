import { create } from 'zustand';
import type { Order } from './board.model.ts';

const ORDER = 'console.wallOrder';
const WIDE = 'console.wallWide';

type Choice = {
  readonly order: Order;
  /** The wall has more of the page than the pictures. */
  readonly wide: boolean;
  choose(order: Order): void;
  widen(wide: boolean): void;
};

/** How a teacher likes the wall of rooms: kept on this PC. */
export const useWallChoice = create<Choice>((set) => ({
  order: localStorage.getItem(ORDER) === 'plan' ? 'plan' : 'glance',
  wide: localStorage.getItem(WIDE) === 'yes',
  choose(order) {
    localStorage.setItem(ORDER, order);
    set({ order });
  },
  widen(wide) {
    localStorage.setItem(WIDE, wide ? 'yes' : 'no');
    set({ wide });
  },
}));
