/** A login nobody uses ends after this long, and every login ends after seven days. */
export const LOGIN_IDLE_MS = 12 * 3_600_000;
export const LOGIN_MAX_MS = 7 * 24 * 3_600_000;

export const isLive = (
  login: { readonly createdAtMs: number; readonly lastSeenAtMs: number },
  nowMs: number,
): boolean => nowMs - login.lastSeenAtMs < LOGIN_IDLE_MS && nowMs - login.createdAtMs < LOGIN_MAX_MS;
