import { expect, it } from 'vitest';
import { FakeEnvironment, settle } from '../../live/doubles.ts';
import { TalkHold } from './talk-button.ts';

function phone() {
  const environment = new FakeEnvironment();
  const said: boolean[] = [];
  const line = { up: true };
  const hold = new TalkHold(environment, async (on) => {
    said.push(on);
    return line.up;
  });
  return { environment, said, line, hold };
}

it('says nothing when it is let go without having been held, and one word for two fingers', async () => {
  const { hold, said } = phone();
  hold.letGo();
  hold.hold();
  hold.hold();
  await settle();
  expect([said, hold.state.get()]).toEqual([[true], 'held']);
});

it('is renewed before the screen lets go, says so when the line is down, and ends with one word', async () => {
  const { environment, hold, said, line } = phone();
  hold.hold();
  await environment.advance(1_700);
  expect(said).toEqual([true, true, true]);
  line.up = false;
  await environment.advance(800);
  expect(hold.state.get()).toBe('failed');
  hold.letGo();
  await environment.advance(5_000);
  expect([said.slice(4), hold.state.get()]).toEqual([[false], 'free']);
});

it('an answer that comes after it was let go changes nothing', async () => {
  const environment = new FakeEnvironment();
  let answer: (taken: boolean) => void = () => undefined;
  const hold = new TalkHold(environment, (on) =>
    on ? new Promise((resolve) => (answer = resolve)) : Promise.resolve(true),
  );
  hold.hold();
  hold.letGo();
  answer(true);
  await settle();
  expect(hold.state.get()).toBe('free');
});
