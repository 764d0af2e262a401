const held = new Map<string, string>();

/**
 * The one-time token from the address's fragment, which never reaches a server by itself. It is taken out of the address bar at once, so
 * that neither the history nor a photograph of the screen keeps it; this page remembers it until it is closed.
 */
export function takeLinkToken(
  { hash, pathname }: Pick<Location, 'hash' | 'pathname'>,
  history: Pick<History, 'replaceState' | 'state'>,
): string | null {
  const found = new URLSearchParams(hash.replace(/^#/, '')).get('token');
  if (found !== null && found !== '') {
    held.set(pathname, found);
    history.replaceState(history.state, '', pathname);
  }
  return held.get(pathname) ?? null;
}
