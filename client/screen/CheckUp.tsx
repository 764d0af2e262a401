import type { DeviceCheck, PartFound } from '../../shared/device.ts';
import { megabits } from '../live/self-check/self-check.rules.ts';
import { Check } from './Checks.tsx';
import type { SelfCheckFacts } from './self-checker.ts';
import { useText } from './text.ts';

type Going = Exclude<SelfCheckFacts, { state: 'none' }>;

/** What the screen's check is at, and then what it found, where the idle screen says how its devices are. */
export function CheckUp({ facts }: { readonly facts: Going }) {
  const text = useText();
  if (facts.state === 'running')
    return (
      <section className="checks" role="status">
        <Check
          name={text('screen.selfCheck.title')}
          tone="waiting"
          words={text(`screen.selfCheck.${facts.part}`)}
        />
      </section>
    );
  return <Found check={facts.check} reported={facts.reported} />;
}

function Found({ check, reported }: { readonly check: DeviceCheck; readonly reported: boolean }) {
  const text = useText();
  const found = (part: PartFound) => text(`screen.selfCheck.found.${part}`);
  const isUnheard = check.speaker === 'ok' && check.toneHeard === false;
  const { upBps, downBps } = check;
  return (
    <section className="checks" role="status">
      <Check
        name={text(reported ? 'screen.selfCheck.done' : 'screen.selfCheck.unreported')}
        tone={reported ? 'well' : 'waiting'}
        words=""
      />
      <Check name={text('screen.check.camera')} tone={toneOf(check.camera)} words={found(check.camera)} />
      <Check
        name={text('screen.check.microphone')}
        tone={toneOf(check.microphone)}
        words={found(check.microphone)}
      />
      <Check
        name={text('screen.selfCheck.speaker')}
        tone={isUnheard ? 'waiting' : toneOf(check.speaker)}
        words={isUnheard ? text('screen.selfCheck.unheard') : found(check.speaker)}
      />
      {check.echo != null && (
        <Check
          name={text('voice.echo')}
          tone={check.echo === 'good' ? 'well' : 'waiting'}
          words={text(`voice.echo.${check.echo}`)}
        />
      )}
      <Check
        name={text('screen.check.line')}
        tone={upBps === null || downBps === null ? 'waiting' : 'well'}
        words={
          upBps === null || downBps === null
            ? text('screen.selfCheck.noRates')
            : text('screen.selfCheck.rates', { down: megabits(downBps), up: megabits(upBps) })
        }
      />
    </section>
  );
}

const toneOf = (part: PartFound) => (part === 'ok' ? 'well' : 'waiting');
