import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { NOTE_TEXT } from '../../../shared/note.ts';
import { FakeEnvironment, FakeServer, no, settle, yes } from '../doubles.ts';
import { Signalling } from '../signalling.ts';
import { NoteClient } from './note-client.ts';

const sessionId = '01890000-0000-7000-8000-000000000001' as never;
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');

/** A server that keeps what it is sent, like the real one. */
function rig() {
  const environment = new FakeEnvironment();
  const server = new FakeServer();
  const kept = new Y.Doc();
  const words = () => kept.getText(NOTE_TEXT).toString();
  server.answers.set('note.open', ({ vector }) =>
    yes({
      document: base64(Y.encodeStateAsUpdate(kept, Buffer.from(String(vector), 'base64'))),
      vector: base64(Y.encodeStateVector(kept)),
      mayWrite: true,
      editors: { here: ['周敏'], earlier: [] },
    }),
  );
  const take = ({ update }: Record<string, unknown>) => {
    Y.applyUpdate(kept, Buffer.from(String(update), 'base64'));
    return yes({});
  };
  server.answers.set('note.update', take);
  const elsewhere = (change: (text: Y.Text) => void) => {
    const before = Y.encodeStateVector(kept);
    change(kept.getText(NOTE_TEXT));
    server.push('note.updated', { sessionId, update: base64(Y.encodeStateAsUpdate(kept, before)) });
  };
  const client = new NoteClient({
    line: new Signalling(environment, server.wire),
    environment,
    sessionId,
  });
  return { environment, server, client, words, take, elsewhere };
}

async function opened() {
  const all = rig();
  await settle();
  expect(all.client.facts.get()).toMatchObject({ state: 'open', mayWrite: true, saved: true });
  const passes = async (ms: number) => {
    await all.environment.advance(ms);
    await settle();
  };
  return { ...all, passes };
}

describe('a note', () => {
  test('is opened over a line that stands already, as a phone’s does', async () => {
    const environment = new FakeEnvironment();
    const server = new FakeServer();
    server.answers.set('note.open', () =>
      yes({ document: 'AAA=', vector: 'AA==', mayWrite: false, editors: { here: [], earlier: [] } }),
    );
    const line = new Signalling(environment, server.wire);
    line.open();
    await settle();
    const client = new NoteClient({ line, environment, sessionId });
    await settle();
    expect(client.facts.get()).toMatchObject({ state: 'open', mayWrite: false, online: true });
  });

  test('is sent a moment after it was written, and says so until then', async () => {
    const { client, words, passes } = await opened();
    client.wrote('复习', 2);
    expect(client.facts.get()).toMatchObject({ words: '复习', saved: false });
    await passes(1_000);
    expect(words()).toBe('复习');
    expect(client.facts.get().saved).toBe(true);
  });

  test('keeps what was written without a line, and what others wrote meanwhile', async () => {
    const { client, server, words, elsewhere, passes } = await opened();
    server.reachable = false;
    server.cut();
    client.wrote('鼓和铃', 3);
    elsewhere((text) => text.insert(0, '准备：'));
    await passes(5_000);
    expect(client.facts.get()).toMatchObject({ online: false, saved: false });
    server.reachable = true;
    await passes(30_000);
    expect([...words()].sort()).toEqual([...'准备：鼓和铃'].sort());
    expect(client.facts.get()).toMatchObject({ words: words(), saved: true, online: true });
  });

  test('that the server refuses says why and is tried again', async () => {
    const { client, server, take, words, passes } = await opened();
    server.answers.set('note.update', () => no('TOO_FAST'));
    client.wrote('好', 1);
    await passes(1_000);
    expect(client.facts.get()).toMatchObject({ saved: false, error: { code: 'TOO_FAST' } });
    server.answers.set('note.update', take);
    await passes(5_000);
    expect(words()).toBe('好');
    expect(client.facts.get()).toMatchObject({ saved: true, error: null });
  });

  test('goes in pieces that a weak line can carry', async () => {
    const { client, server, words, passes } = await opened();
    const long = '课'.repeat(20_000);
    client.wrote(long, long.length);
    await passes(2_000);
    expect(words()).toBe(long);
    expect(server.countOf('note.update')).toBeGreaterThan(2);
    for (const { name, frame } of server.asked)
      if (name === 'note.update') expect(JSON.stringify(frame).length).toBeLessThan(60_000);
  });

  test('takes back one’s own words alone, and knows a place by what stands there', async () => {
    const { client, elsewhere, passes } = await opened();
    client.wrote('甲', 1);
    await passes(1_000);
    const place = client.placeAt(1);
    elsewhere((text) => text.insert(0, '乙乙'));
    expect(place()).toBe(3);
    client.undo();
    expect(client.facts.get().words).toBe('乙乙');
    client.redo();
    expect(client.facts.get().words).toBe('乙乙甲');
  });
});
