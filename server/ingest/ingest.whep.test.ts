import { createServer } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { ingestHouses, sourceRoomId } from '../../test/support/ingest-house.ts';
import { actors, joinLesson, must, SESSION } from '../../test/support/session-house.ts';

const { openIngest, closers, clear } = ingestHouses();
afterEach(clear);

const fingerprint = Array.from({ length: 32 }, () => '0A').join(':');
const offer = [
  ...['v=0', `a=fingerprint:sha-256 ${fingerprint}`, 'm=audio 9 UDP/TLS/RTP/SAVPF 63', 'a=mid:0'],
  ...['a=ice-ufrag:theirs', 'a=ice-pwd:x', 'a=recvonly', 'a=rtpmap:63 opus/48000/2', ''],
].join('\r\n');

async function openPlayed() {
  const opened = await openIngest();
  const { ingest, admin } = opened;
  const server = createServer((request, response) => {
    if (!ingest.answers(request, response)) response.writeHead(418).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => new Promise((resolve) => server.close(() => resolve())));
  const address = server.address();
  const base = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  const setPlayer = async (on: boolean) => {
    const set = await ingest.routes['source.setPlayer'](admin, { roomId: sourceRoomId, on });
    return (set.ok ? set.value.key : null) ?? '';
  };
  const ask = (method: string, path: string, given: { key: string; body?: string; type?: string }) =>
    fetch(`${base}${path}`, {
      method,
      headers: {
        Connection: 'close',
        Authorization: `Bearer ${given.key}`,
        ...(given.type === undefined ? {} : { 'Content-Type': given.type }),
      },
      ...(given.body === undefined ? {} : { body: given.body }),
    });
  const play = (key: string, body = offer) => ask('POST', '/whep', { key, body, type: 'application/sdp' });
  const begin = async () => {
    await joinLesson(opened.house.connect(actors.teacher(1)));
    await opened.look();
  };
  const playing = async () => (await opened.list())?.player?.playingCount ?? null;
  return { ...opened, setPlayer, ask, play, begin, playing };
}

test('only who looks after the room lets players in, and each key is the last', async () => {
  const { ingest, context, setPlayer, play, begin, playing } = await openPlayed();
  for (const [actor, code] of [
    [actors.visitor(), 'UNAUTHENTICATED'],
    [actors.teacher(1), 'FORBIDDEN'],
  ] as const)
    expect(
      await ingest.routes['source.setPlayer'](context(actor), { roomId: sourceRoomId, on: true }),
    ).toEqual({ ok: false, error: { code } });
  await begin();
  const first = await setPlayer(true);
  expect((await play(first)).status).toBe(201);
  expect(await playing()).toBe(1);
  const second = await setPlayer(true);
  expect(await playing(), 'who came by the first').toBe(0);
  expect((await play(first)).status).toBe(401);
  expect((await play(second)).status).toBe(201);
  await setPlayer(false);
  expect(await playing()).toBeNull();
  expect((await play(second)).status).toBe(401);
});

test('what is no offer is refused by its own status, and nobody is left behind by it', async () => {
  const { setPlayer, ask, play, begin, playing } = await openPlayed();
  const key = await setPlayer(true);
  expect((await play(key)).status, 'without a lesson').toBe(503);
  await begin();
  expect((await play(key, 'hello')).status).toBe(400);
  expect((await play(key, offer.replace('opus', 'G722'))).status).toBe(406);
  expect((await play(key, 'v'.repeat(70_000))).status).toBe(413);
  expect((await ask('POST', '/whep', { key, body: offer, type: 'text/plain' })).status).toBe(415);
  expect((await ask('GET', '/whep', { key })).status).toBe(405);
  expect((await ask('GET', '/wheprobe', { key })).status, 'another address').toBe(418);
  expect(await playing()).toBe(0);
});

test('a player tells of candidates, begins its line anew, and goes; nobody else does it for it', async () => {
  const { setPlayer, ask, play, begin } = await openPlayed();
  const key = await setPlayer(true);
  await begin();
  const made = await play(key);
  expect(await made.text()).toContain('m=audio 9 UDP/TLS/RTP/SAVPF 63\r\n');
  const path = made.headers.get('location') ?? '';
  const fragment = (ufrag: string) => ({ key, body: `a=ice-ufrag:${ufrag}\r\na=ice-pwd:x\r\n` });
  expect((await ask('PATCH', path, fragment('theirs'))).status).toBe(204);
  const restarted = await ask('PATCH', path, fragment('new'));
  expect(restarted.status).toBe(200);
  expect(await restarted.text()).toMatch(/^a=ice-ufrag:\S+\r\na=ice-pwd:\S+\r\n$/);
  expect((await ask('DELETE', path, { key: 'x'.repeat(43) })).status).toBe(401);
  expect((await ask('DELETE', path, { key })).status).toBe(200);
  expect((await ask('DELETE', path, { key })).status).toBe(404);
});

test('there are only so many players, and they go with the lesson', async () => {
  const { house, setPlayer, play, playing, look } = await openPlayed();
  const key = await setPlayer(true);
  const lecturer = house.connect(actors.teacher(1));
  await joinLesson(lecturer);
  must(await lecturer.ask('session.start', { sessionId: SESSION }, house.newId()));
  await look();
  const statuses: number[] = [];
  for (let n = 0; n < 9; n++) statuses.push((await play(key)).status);
  expect(statuses).toEqual([...new Array(8).fill(201), 503]);
  must(await lecturer.ask('session.end', { sessionId: SESSION }, house.newId()));
  await look('ingest.players');
  expect(await playing()).toBe(0);
});
