/** Keeps the panel from going dark in mid-lesson. The lock ends whenever the page is hidden, so it is taken again. */
export function keepAwake(): void {
  if (!('wakeLock' in navigator)) return;
  const take = () => {
    if (document.visibilityState !== 'visible') return;
    // Refused on battery saving and without https; the launcher's power settings are the other way.
    navigator.wakeLock.request('screen').catch(() => undefined);
  };
  document.addEventListener('visibilitychange', take);
  take();
}
