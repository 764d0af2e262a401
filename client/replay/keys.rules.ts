/** What a key does. `chapters` etc. are the page's; `tenth` jumps to a tenth of the whole. */
export type KeyAct =
  | { readonly act: 'toggle' | 'mute' | 'captions' | 'full' }
  | { readonly act: 'step'; readonly byMs: number }
  | { readonly act: 'tenth'; readonly tenth: number };

const STEP_MS = 10_000;

/** By the usual keys of players; null for a key that is somebody else's. */
export function keyActOf(key: string): KeyAct | null {
  if (/^[0-9]$/.test(key)) return { act: 'tenth', tenth: Number(key) };
  switch (key.toLowerCase()) {
    case ' ':
    case 'k':
    case 'mediaplaypause':
      return { act: 'toggle' };
    case 'arrowleft':
    case 'j':
    case 'mediarewind':
      return { act: 'step', byMs: -STEP_MS };
    case 'arrowright':
    case 'l':
    case 'mediafastforward':
      return { act: 'step', byMs: STEP_MS };
    case 'c':
      return { act: 'captions' };
    case 'f':
      return { act: 'full' };
    case 'm':
      return { act: 'mute' };
    default:
      return null;
  }
}

export type Focus = 'slider' | 'tool' | 'select' | 'button' | 'none';

/**
 * Whether the key belongs to what has the focus. A remote has arrows and one button: left and right go along the tools, and play where
 * no tool is meant.
 */
export function isOwnKey(key: string, focus: Focus): boolean {
  if (focus === 'none' || focus === 'slider') return false;
  if (key === ' ' || key === 'Enter') return true;
  if (focus === 'select' && (key === 'ArrowUp' || key === 'ArrowDown' || /^[0-9a-z]$/i.test(key)))
    return true;
  return (focus === 'tool' || focus === 'select') && (key === 'ArrowLeft' || key === 'ArrowRight');
}
