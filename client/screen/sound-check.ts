/**
 * Whether this browser lets sound out without a key press: an audio context that nobody touched runs only then. Told again after the
 * first press, which opens it.
 */
export function watchSound(tell: (sound: 'ok' | 'blocked') => void): void {
  const context = new AudioContext();
  const look = () => {
    if (context.state === 'closed') return;
    tell(context.state === 'running' ? 'ok' : 'blocked');
    if (context.state === 'running') void context.close();
  };
  context.addEventListener('statechange', look);
  // Starts asynchronously even where it may.
  setTimeout(look, 1000);
  const press = () => {
    if (context.state !== 'suspended') return;
    // Refused as long as the browser does not take this for a press; the next one tries again.
    context.resume().catch(() => undefined);
  };
  window.addEventListener('keydown', press);
  window.addEventListener('pointerdown', press);
}
