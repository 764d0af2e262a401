import type { ScreenFacts } from './screen.types.ts';
import { useText } from './text.ts';

type Tone = 'well' | 'waiting' | 'off';

/** Camera, microphone, sound, line: in words, with a shape beside them. */
export function Checks({ facts }: { readonly facts: ScreenFacts }) {
  const text = useText();
  const { camera, microphone, sound } = facts;
  const line = facts.link.state === 'connected' ? 'ok' : 'down';
  return (
    <section className="checks" aria-label={text('screen.check.title')}>
      <Check
        name={text('screen.check.camera')}
        tone={toneOf(camera)}
        words={text(`screen.check.camera.${camera}`)}
      />
      <Check
        name={text('screen.check.microphone')}
        tone={toneOf(microphone)}
        words={text(`screen.check.microphone.${microphone}`)}
      />
      <Check
        name={text('screen.check.sound')}
        tone={toneOf(sound)}
        words={text(`screen.check.sound.${sound}`)}
      />
      <Check name={text('screen.check.line')} tone={toneOf(line)} words={text(`screen.check.line.${line}`)} />
    </section>
  );
}

function toneOf(check: string): Tone {
  if (check === 'ok') return 'well';
  return check === 'unknown' ? 'off' : 'waiting';
}

export function Check({ name, tone, words }: { name: string; tone: Tone; words: string }) {
  return (
    <p>
      <i className="sign" data-tone={tone} aria-hidden="true" />
      <b>{name}</b>
      {words}
    </p>
  );
}
