import { useEffect, useState } from 'react';
import { useReadable } from '../ui/use-readable.ts';
import { isPrivate } from './phone-code.rules.ts';
import type { PhoneCodeKeeper } from './phone-code.ts';
import type { QrCode } from './qr.rules.ts';
import { useText } from './text.ts';

/** The code by which a local teacher's phone comes in. */
export function PhoneCode({ keeper }: { readonly keeper: PhoneCodeKeeper }) {
  const text = useText();
  const facts = useReadable(keeper.facts);
  const drawn = useDrawn(facts.place === 'none' ? null : facts.address);
  const shown = facts.place !== 'none' && drawn !== null ? facts.place : 'none';
  useEffect(() => {
    // The scene beneath makes room for the corner.
    document.documentElement.dataset['phoneCode'] = shown;
  }, [shown]);
  if (facts.place === 'none' || drawn === null) return null;
  return (
    <aside className="phone-code" data-place={facts.place} aria-label={text('screen.phone.label')}>
      <svg
        viewBox={`0 0 ${drawn.size + 8} ${drawn.size + 8}`}
        role="img"
        aria-label={text('screen.phone.code')}
      >
        <rect width="100%" height="100%" fill="#fff" />
        <path d={drawn.path} fill="#000" />
      </svg>
      <div>
        <p>{text('screen.phone.scan')}</p>
        <p className="status">{text('screen.phone.what')}</p>
        {isPrivate(facts.origin) && <p className="status">{text('screen.phone.wifi')}</p>}
      </div>
    </aside>
  );
}

type Drawn = { readonly address: string; readonly size: QrCode['size']; readonly path: string };

/** Drawing comes after the first frame: no lesson waits for it. */
function useDrawn(address: string | null): Drawn | null {
  const [drawn, setDrawn] = useState<Drawn | null>(null);
  useEffect(() => {
    let wanted = true;
    const draw = async () => {
      if (address === null) return;
      const { pathOf, qrOf } = await import('./qr.rules.ts');
      const code = qrOf(address);
      if (wanted && code !== null) setDrawn({ address, size: code.size, path: pathOf(code) });
    };
    void draw();
    return () => {
      wanted = false;
    };
  }, [address]);
  return drawn?.address === address ? drawn : null;
}
