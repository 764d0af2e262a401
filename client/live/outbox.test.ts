import { describe, expect, it } from 'vitest';
import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import { FakeEnvironment, settle } from './doubles.ts';
import { Outbox } from './outbox.ts';

const sessionId = '01890000-0000-7000-8000-000000000001' as never;

function rig(shelf = { text: null as string | null }) {
  const environment = new FakeEnvironment();
  const sent: { name: string; id: string }[] = [];
  const answers: Result<Record<string, never>>[] = [];
  const outbox = new Outbox(
    environment,
    async (name, _body, id) => {
      sent.push({ name, id });
      return answers.shift() ?? ok({});
    },
    {
      read: () => shelf.text,
      write: (text) => {
        shelf.text = text;
      },
    },
  );
  return { environment, outbox, sent, answers, shelf };
}

describe('Outbox', () => {
  it('keeps commands while it may not send, visibly and in order', async () => {
    const { outbox, sent } = rig();
    void outbox.submit('session.start', { sessionId });
    void outbox.submit('session.end', { sessionId });
    await settle();
    expect(sent).toEqual([]);
    expect(outbox.pending.get().map((each) => each.name)).toEqual(['session.start', 'session.end']);
    outbox.setOpen(true);
    await settle();
    expect(sent.map((each) => each.name)).toEqual(['session.start', 'session.end']);
    expect(outbox.pending.get()).toEqual([]);
  });

  it('repeats with the same id until it is acknowledged, and nothing overtakes', async () => {
    const { environment, outbox, sent, answers } = rig();
    answers.push(fail('TIMEOUT'), fail('UNAVAILABLE'));
    outbox.setOpen(true);
    const first = outbox.submit('session.start', { sessionId });
    void outbox.submit('session.end', { sessionId });
    await environment.advance(10_000);
    expect(await first).toEqual(ok({}));
    expect(sent.map((each) => each.name)).toEqual([
      'session.start',
      'session.start',
      'session.start',
      'session.end',
    ]);
    expect(new Set(sent.slice(0, 3).map((each) => each.id)).size).toBe(1);
    expect(sent[3]?.id).not.toBe(sent[0]?.id);
  });

  it('gives a refusal back at once and goes on', async () => {
    const { outbox, answers, sent } = rig();
    answers.push(fail('ALREADY_LED'));
    outbox.setOpen(true);
    expect(await outbox.submit('session.start', { sessionId })).toMatchObject({
      error: { code: 'ALREADY_LED' },
    });
    expect(await outbox.submit('session.end', { sessionId })).toEqual(ok({}));
    expect(sent).toHaveLength(2);
  });

  it('does not let a mistake of the server block the rest for ever', async () => {
    const { environment, outbox, answers, sent } = rig();
    answers.push(fail('INTERNAL'), fail('INTERNAL'), fail('INTERNAL'));
    outbox.setOpen(true);
    const broken = outbox.submit('session.start', { sessionId });
    const next = outbox.submit('session.end', { sessionId });
    await environment.advance(10_000);
    expect(await broken).toMatchObject({ error: { code: 'INTERNAL' } });
    expect(await next).toEqual(ok({}));
    expect(sent).toHaveLength(4);
  });

  it('outlives a reload with the same id', async () => {
    const before = rig();
    void before.outbox.submit('session.end', { sessionId });
    const id = before.outbox.pending.get()[0]?.commandId;
    const after = rig(before.shelf);
    after.outbox.setOpen(true);
    await settle();
    expect(after.sent).toEqual([{ name: 'session.end', id }]);
    expect(JSON.parse(after.shelf.text ?? '')).toEqual([]);
  });

  it.each([
    'not json',
    '{}',
    '[{"commandId":"x","name":"session.end","body":{},"askedAtMs":1}]',
    '[{"commandId":"01890000-0000-7000-8000-000000000001","name":"room.agenda","body":{},"askedAtMs":1000000}]',
  ])('starts empty when the shelf holds %s', (text) => {
    expect(rig({ text }).outbox.pending.get()).toEqual([]);
  });

  it('forgets a command that was given up', async () => {
    const { outbox } = rig();
    const answer = outbox.submit('session.end', { sessionId });
    for (const each of outbox.pending.get()) outbox.abandon(each.commandId);
    expect(await answer).toMatchObject({ error: { code: 'TIMEOUT' } });
    expect(outbox.pending.get()).toEqual([]);
  });
});
