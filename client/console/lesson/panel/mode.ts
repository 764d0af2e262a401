import { create } from 'zustand';

/** `desk`: only the lecturer sees this window. `panel`: the class sees it too, so it shows what the class may see. */
export type Mode = 'desk' | 'panel';
const REMEMBERED = 'console.mode';

/** A lecture room has one kind of screen: the choice is kept on its PC. */
export const useMode = create<{ readonly mode: Mode; choose(mode: Mode): void }>((set) => ({
  mode: localStorage.getItem(REMEMBERED) === 'panel' ? 'panel' : 'desk',
  choose(mode) {
    localStorage.setItem(REMEMBERED, mode);
    set({ mode });
  },
}));
