import { unreachable } from '../../shared/kernel/result.ts';
import { useReadable } from '../ui/use-readable.ts';
import { Helping } from './Helping.tsx';
import { Lectern } from './lectern/Lectern.tsx';
import { Spoken } from './line/LineVoice.tsx';
import type { PhoneApp, ScanReason } from './phone-app.ts';
import { useText } from './text.ts';
import { Who } from './Who.tsx';

/** One screen at a time. */
export function Phone({ app }: { readonly app: PhoneApp }) {
  const text = useText();
  const facts = useReadable(app.facts);
  switch (facts.screen) {
    case 'starting':
      return <Plain words={text('phone.starting')} />;
    case 'unreachable':
      return <Plain words={text('phone.unreachable')} />;
    case 'scan':
      return <Scan reason={facts.reason} />;
    case 'who':
      return <Who facts={facts} onEnter={(as) => void app.enter(as)} />;
    case 'helping': {
      const { client, entered } = facts;
      return entered.roomId === null ? (
        <Lectern client={client} entered={entered} onLeave={() => void app.leave()} />
      ) : (
        <Spoken client={client} sessionId={entered.sessionId} roomId={entered.roomId}>
          {(voice, roomId) => <Helping {...{ app, client, entered, roomId, voice }} />}
        </Spoken>
      );
    }
    default:
      return unreachable(facts);
  }
}

function Plain({ words }: { readonly words: string }) {
  return (
    <main className="page plain">
      <h1 role="status">{words}</h1>
    </main>
  );
}

function Scan({ reason }: { readonly reason: ScanReason }) {
  const text = useText();
  const why =
    typeof reason === 'object'
      ? text('phone.scan.trouble', { why: text(`error.${reason.code}`) })
      : reason === 'none'
        ? null
        : text(`phone.scan.${reason}`);
  return (
    <main className="page plain">
      {why !== null && (
        <p className="notice" role="alert">
          {why}
        </p>
      )}
      <h1>{text('phone.scan.title')}</h1>
      <p className="quiet">{text('phone.scan.how')}</p>
    </main>
  );
}
