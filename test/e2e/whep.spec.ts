import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { beatFixtures } from '../support/beat-fixtures.ts';
import { type Browser, startChromium } from '../support/chromium.ts';
import { type LossyRelay, startLossyRelay } from '../support/lossy-relay.ts';
import { describeForReal } from '../support/needs.ts';
import { patiently } from '../support/patience.ts';
import { connectAs, type Sitter } from '../support/sitter.ts';
import { type Morning, openMorning } from '../support/stage.ts';
import { play, received, restart, send } from '../support/whep-page.ts';

/** A player by WHEP, as a browser does it, of what an encoder sends by WHIP. */

describeForReal('a player by WHEP', () => {
  let morning: Morning;
  let browser: Browser;
  let lecturer: Sitter;
  let [encoderKey, playerKey] = ['', ''];
  let encoder: Page;
  let player: Page;
  const relays: LossyRelay[] = [];

  beforeAll(async () => {
    morning = await openMorning({ screens: 0, rooms: 1 });
    const { county, product } = morning;
    const { lectureVideo: video, lectureVoice: voice } = beatFixtures();
    browser = await startChromium({ camera: { video, voice } });
    lecturer = await connectAs({ api: county.lecturer, url: product.url });
    const { lectureRoomId: roomId } = county;
    const whip = {
      place: 'camera',
      kind: 'whip',
      address: '',
      username: '',
      password: null,
      on: true,
    } as const;
    encoderKey = (await county.admin.call('source.set', { roomId, ...whip })).key ?? '';
    playerKey = (await county.admin.call('source.setPlayer', { roomId, on: true })).key ?? '';
    const open = async () => {
      const page = await browser.context.newPage();
      await page.goto(`${product.url}/watch`);
      return page;
    };
    [encoder, player] = [await open(), await open()];
  }, 120_000);
  afterAll(async () => {
    for (const relay of relays) relay.close();
    lecturer?.leave();
    await browser?.close();
    await morning?.close();
  });

  const ask = (method: string, location: string | null, bearer: string) =>
    fetch(`${morning.product.url}${location ?? ''}`, {
      method,
      headers: { Authorization: `Bearer ${bearer}` },
    });
  const more = async (page: Page, beyond: { frames: number; voicePackets: number }) => {
    await vi.waitFor(async () => {
      const now = await received(page);
      expect(now.frames, JSON.stringify(now)).toBeGreaterThan(beyond.frames + 20);
      expect(now.voicePackets).toBeGreaterThan(beyond.voicePackets + 20);
    }, patiently);
    return received(page);
  };

  test('WP-01 a wrong key plays nothing, an encoder’s neither, and without a lesson there is nothing to play', async () => {
    expect((await play(player, 'x'.repeat(43))).status).toBe(401);
    expect((await play(player, encoderKey)).status).toBe(401);
    expect((await play(player, playerKey)).status).toBe(503);
  });

  test('WP-02 sound and picture are played, whoever sends them anew, also after the line began anew', async () => {
    const { lesson, county } = morning;
    await lecturer.get('session.join', { sessionId: lesson.sessionId });
    await lecturer.get('session.start', { sessionId: lesson.sessionId });
    const sending = await vi.waitFor(async () => {
      const sent = await send(encoder, encoderKey);
      expect(sent.status).toBe(201);
      return sent;
    }, patiently);
    const playing = await play(player, playerKey);
    expect(playing.status).toBe(201);
    const first = await more(player, { frames: 0, voicePackets: 0 });
    const { player: told } = await county.admin.call('source.list', { roomId: county.lectureRoomId });
    expect(told).toEqual({ playingCount: 1 });

    expect(await restart(player, playing.location ?? '', playerKey)).toEqual([204, 200]);
    const second = await more(player, first);
    expect(await restart(encoder, sending.location ?? '', encoderKey)).toEqual([204, 200]);
    const third = await more(player, second);

    expect((await send(encoder, encoderKey)).status, 'the same encoder again').toBe(201);
    await vi.waitFor(async () => expect((await received(player)).iceState).toBe('connected'), patiently);
    await more(player, third);

    expect((await ask('DELETE', playing.location, encoderKey)).status).toBe(401);
    expect((await ask('DELETE', playing.location, playerKey)).status).toBe(200);
    expect((await ask('DELETE', playing.location, playerKey)).status).toBe(404);
  });

  test('WP-04 what a line loses comes again, so that the picture goes on', async () => {
    const playing = await play(player, playerKey, async (server) => {
      const relay = await startLossyRelay(server);
      relays.push(relay);
      return relay.port;
    });
    expect(playing.status).toBe(201);
    const before = await more(player, { frames: 0, voicePackets: 0 });
    relays[0]?.lose(12);
    await vi.waitFor(() => expect(relays[0]?.lostCount() ?? 0).toBeGreaterThan(60), patiently);
    relays[0]?.lose(0);
    const after = await more(player, before);
    // Voices are lost as well, and not asked for again by this player.
    expect(after.missing - before.missing, 'pictures').toBeLessThan(10);
    expect(after.freezes - before.freezes).toBeLessThanOrEqual(1);
    expect((await ask('DELETE', playing.location, playerKey)).status).toBe(200);
  });

  test('WP-03 a key that is taken away plays no more', async () => {
    const { county } = morning;
    const { lectureRoomId: roomId } = county;
    expect((await play(player, playerKey)).status).toBe(201);
    await more(player, { frames: 0, voicePackets: 0 });
    await county.admin.call('source.setPlayer', { roomId, on: false });
    expect((await county.admin.call('source.list', { roomId })).player).toBeNull();
    expect((await play(player, playerKey)).status).toBe(401);
  });
});
