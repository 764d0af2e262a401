import { afterEach, describe, expect, test } from 'vitest';
import type { SourceWish } from '../../shared/ingest.ts';
import { encoderOffer, openDoors, playerOffer } from '../../test/support/ingest-doors.ts';
import { ingestHouses, sourceRoomId } from '../../test/support/ingest-house.ts';
import { SESSION } from '../../test/support/session-house.ts';

const houses = ingestHouses();
afterEach(houses.clear);

const whip: SourceWish = {
  ...{ place: 'camera', kind: 'whip', address: '', username: '', password: null, on: true },
};
const OFFER = 'application/sdp';
const FRAGMENT = 'application/trickle-ice-sdpfrag';

async function openDoor(path: '/whip' | '/whep') {
  const opened = await openDoors(houses);
  const { ask, set, ingest, admin } = opened;
  const playerKey = async () => {
    const made = await ingest.routes['source.setPlayer'](admin, { roomId: sourceRoomId, on: true });
    return (made.ok ? made.value.key : null) ?? '';
  };
  const key = path === '/whip' ? await set(whip) : await playerKey();
  const sdp = path === '/whip' ? encoderOffer : playerOffer;
  const offer = (body = sdp) => ask('POST', path, { key, body, type: OFFER });
  const begun = async () => {
    await opened.begin();
    const made = await offer();
    expect(made.status).toBe(201);
    const at = made.headers.get('location') ?? '';
    const patch = (body: string, match?: string, type = FRAGMENT) =>
      ask('PATCH', at, { key, body, type, ...(match === undefined ? {} : { match }) });
    return { at, tag: made.headers.get('etag') ?? '', patch };
  };
  return { ...opened, key, offer, begun };
}

const line = (ufrag: string) => `a=ice-ufrag:${ufrag}\r\na=ice-pwd:x\r\n`;
const CANDIDATE = 'a=candidate:1 1 udp 1 10.0.0.1 9 typ host\r\n';

describe.each(['/whip', '/whep'] as const)('%s', (path) => {
  test('what is no offer is refused by its own status, and nobody is left behind by it', async () => {
    const { ask, key, offer, begin, house } = await openDoor(path);
    expect((await ask('POST', path, { body: 'v=0', type: OFFER })).status, 'no key').toBe(401);
    const unknown = await ask('POST', path, { key: 'x'.repeat(43), body: 'v=0', type: OFFER });
    expect([unknown.status, unknown.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
    const later = await offer();
    expect([later.status, later.headers.get('retry-after')], 'without a lesson').toEqual([503, '10']);
    await begin();
    const sitting = await house.sessions.reader.eventsOf(SESSION);
    expect((await offer('hello')).status).toBe(400);
    expect((await offer(playerOffer.replace('opus', 'G722'))).status).toBe(406);
    expect((await offer('v'.repeat(70_000))).status).toBe(413);
    expect((await ask('POST', path, { key, body: playerOffer, type: 'text/plain' })).status).toBe(415);
    const got = await ask('GET', path, { key });
    expect([got.status, got.headers.get('allow')]).toEqual([405, 'POST, OPTIONS']);
    expect((await ask('PATCH', path, { key, body: line('x'), type: FRAGMENT })).status).toBe(405);
    expect((await ask('OPTIONS', path, {})).status).toBe(204);
    expect((await ask('GET', `${path}robe`, { key })).status, 'another address').toBe(418);
    expect(await house.sessions.reader.eventsOf(SESSION)).toEqual(sitting);
  });

  test('candidates are heard and not needed; what is no fragment, or of an older line, is refused', async () => {
    const { begun } = await openDoor(path);
    const { patch, tag } = await begun();
    expect((await patch(`${line('theirs')}${CANDIDATE}`)).status).toBe(204);
    expect((await patch(`${line('theirs')}${CANDIDATE}`, tag)).status).toBe(204);
    expect((await patch('a=end-of-candidates\r\n', '*')).status).toBe(204);
    expect((await patch(`${line('theirs')}${CANDIDATE}`, '"another"')).status).toBe(412);
    expect((await patch(encoderOffer, tag, OFFER)).status, 'a new offer').toBe(415);
    expect((await patch('v'.repeat(70_000), tag)).status).toBe(413);
    expect((await patch('', tag)).status).toBe(400);
    expect((await patch('hello', tag)).status).toBe(400);
  });

  test('a line begins anew when its tag or any is named, and each time under a new tag', async () => {
    const { begun } = await openDoor(path);
    const { patch, tag } = await begun();
    expect((await patch(line('new'))).status, 'which one is not said').toBe(428);
    expect((await patch('a=ice-ufrag:new\r\n', '*')).status, 'without its password').toBe(400);
    const first = await patch(line('new'), '*');
    const said = await first.text();
    expect(first.status).toBe(200);
    expect(first.headers.get('content-type')).toBe(FRAGMENT);
    expect(said).toMatch(/^a=ice-ufrag:\S+\r\na=ice-pwd:\S+\r\n$/);
    const next = first.headers.get('etag') ?? '';
    expect(next).not.toBe(tag);
    expect((await patch(`${line('new')}${CANDIDATE}`, tag)).status, 'of the line before').toBe(412);
    expect((await patch(`${line('new')}${CANDIDATE}`, next)).status).toBe(204);
    const second = await patch(line('newer'), next);
    expect(second.status).toBe(200);
    expect(await second.text()).not.toBe(said);
  });

  test('it ends by its own key alone, and once', async () => {
    const { ask, key, begun } = await openDoor(path);
    const { at, patch } = await begun();
    expect((await ask('GET', at, { key })).headers.get('allow')).toBe('PATCH, DELETE, OPTIONS');
    expect((await ask('DELETE', at, { key: 'x'.repeat(43) })).status).toBe(401);
    expect((await ask('DELETE', `${at}x`, { key })).status).toBe(404);
    expect((await ask('DELETE', at, { key })).status).toBe(200);
    expect((await ask('DELETE', at, { key })).status).toBe(404);
    expect((await patch(line('new'), '*')).status).toBe(404);
  });
});

test('an encoder that comes again has the place of the one before, which is gone', async () => {
  const { offer, begun, ask, key, standing } = await openDoor('/whip');
  const { at } = await begun();
  expect((await offer()).status).toBe(201);
  expect((await ask('DELETE', at, { key })).status).toBe(404);
  expect(await standing()).toEqual({ state: 'on', picture: 'passed', voice: false });
});
