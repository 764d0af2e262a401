import type { ReactNode } from 'react';
import type { PairingNotice } from './screen.types.ts';
import { useText } from './text.ts';

type Props = { readonly code: string | null; readonly notice: PairingNotice; readonly clock: ReactNode };

/** Eight characters in two groups of four, to be read across the room and typed by somebody else. */
export function PairingScene({ code, notice, clock }: Props) {
  const text = useText();
  return (
    <main className="scene pairing">
      <div className="middle">
        {notice !== null && (
          <p className="notice" role="alert">
            <i className="sign" data-tone="waiting" aria-hidden="true" />
            {text(`screen.notice.${notice}`)}
          </p>
        )}
        <h1>{text('screen.pair.title')}</h1>
        <p>{text('screen.pair.how', { address: location.host })}</p>
        {code === null ? (
          <p className="code-waiting">{text('screen.pair.waiting')}</p>
        ) : (
          <p className="code" role="img" aria-label={[...code].join(' ')}>
            <b>{code.slice(0, 4)}</b>
            <b>{code.slice(4)}</b>
          </p>
        )}
        <p className="status">{text('screen.pair.renew')}</p>
      </div>
      <footer className="bar">
        <span />
        {clock}
      </footer>
    </main>
  );
}
