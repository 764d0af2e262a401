import type { Environment } from '../live/environment.ts';

const EVERY_MS = 30_000;
const MARK = ' ·';

/**
 * Tells the launcher on this PC that the page still runs: it sees the browser's files change, or the window's title. A page that hangs
 * or has crashed can say nothing, and the launcher starts the browser again.
 */
export function giveLifeSigns(environment: Environment): void {
  environment.every(EVERY_MS, () => {
    const { title } = document;
    document.title = title.endsWith(MARK) ? title.slice(0, -MARK.length) : title + MARK;
    try {
      localStorage.setItem('sanketang.alive', String(Math.round(environment.nowMs())));
    } catch (cause) {
      // A full or forbidden storage: the title alone has to do.
      if (!(cause instanceof DOMException)) throw cause;
    }
  });
}
