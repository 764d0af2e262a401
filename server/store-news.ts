import type { StoreNews } from './session/session.types.ts';

/** A disk that is all but full takes a small record between two that it refuses: it is back when it has stayed so. */
export const STEADY_MS = 3_000;

/** Hands news of the store on: that it is away at once, and that it is back once it has stayed so; never the same twice in a row. */
export function steadyStoreNews(tell: (news: StoreNews) => void): (news: StoreNews) => void {
  let isAwayTold = false;
  let returning: NodeJS.Timeout | undefined;
  return (news) => {
    clearTimeout(returning);
    if (news.state === 'back') {
      returning = setTimeout(() => {
        isAwayTold = false;
        tell(news);
      }, STEADY_MS).unref();
    } else if (!isAwayTold) {
      isAwayTold = true;
      tell(news);
    }
  };
}
