import { afterEach, expect, test } from 'vitest';
import { openDoors, playerOffer } from '../../test/support/ingest-doors.ts';
import { ingestHouses, sourceRoomId } from '../../test/support/ingest-house.ts';
import { actors, joinLesson, must, SESSION } from '../../test/support/session-house.ts';

const houses = ingestHouses();
afterEach(houses.clear);

async function openPlayed() {
  const opened = await openDoors(houses);
  const { ingest, admin, ask } = opened;
  const setPlayer = async (on: boolean) => {
    const set = await ingest.routes['source.setPlayer'](admin, { roomId: sourceRoomId, on });
    return (set.ok ? set.value.key : null) ?? '';
  };
  const play = (key: string) => ask('POST', '/whep', { key, body: playerOffer, type: 'application/sdp' });
  const playing = async () => (await opened.list())?.player?.playingCount ?? null;
  return { ...opened, setPlayer, play, playing };
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

test('who comes in the moment when the lecturer is there finds the lesson', async () => {
  const { house, setPlayer, play } = await openPlayed();
  const key = await setPlayer(true);
  expect((await play(key)).status, 'before').toBe(503);
  await joinLesson(house.connect(actors.teacher(1)));
  expect((await play(key)).status, 'nobody has looked since').toBe(201);
});

test('the answer keeps to the player’s numbers', async () => {
  const { setPlayer, play, begin } = await openPlayed();
  const key = await setPlayer(true);
  await begin();
  expect(await (await play(key)).text()).toContain('m=audio 9 UDP/TLS/RTP/SAVPF 63\r\n');
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
