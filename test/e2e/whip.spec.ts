import { afterAll, beforeAll, expect, test } from 'vitest';
import { beatFixtures } from '../support/beat-fixtures.ts';
import { type Browser, startChromium } from '../support/chromium.ts';
import { describeForReal } from '../support/needs.ts';
import { untilPicture } from '../support/screen-page.ts';
import { connectAs, type Sitter } from '../support/sitter.ts';
import { type Morning, openMorning } from '../support/stage.ts';

/** An encoder that sends by WHIP, as a browser does it: its picture and sound are the lecturer's on a large screen. */

describeForReal('an encoder by WHIP', () => {
  const whip = {
    place: 'camera',
    kind: 'whip',
    address: '',
    username: '',
    password: null,
    on: true,
  } as const;
  let morning: Morning;
  let encoder: Browser;
  let lecturer: Sitter;
  let key: string;

  beforeAll(async () => {
    morning = await openMorning({ screens: 1 });
    const { county, product } = morning;
    const { lectureVideo: video, lectureVoice: voice } = beatFixtures();
    encoder = await startChromium({ camera: { video, voice } });
    lecturer = await connectAs({ api: county.lecturer, url: product.url });
    const settled = await county.admin.call('source.set', {
      roomId: county.lectureRoomId,
      ...whip,
    });
    key = settled.key ?? '';
  }, 120_000);
  afterAll(async () => {
    lecturer?.leave();
    await encoder?.close();
    await morning?.close();
  });

  /** @returns status, and where the encoder's own address is */
  async function send(bearer: string): Promise<{ status: number; location: string | null }> {
    const page = await encoder.context.newPage();
    await page.goto(`${morning.product.url}/watch`);
    return page.evaluate(async (bearer) => {
      const peer = new RTCPeerConnection();
      const media = await navigator.mediaDevices.getUserMedia({ video: true, audio: true });
      for (const track of media.getTracks()) peer.addTransceiver(track, { direction: 'sendonly' });
      await peer.setLocalDescription();
      const answer = await fetch('/whip', {
        method: 'POST',
        headers: { 'Content-Type': 'application/sdp', Authorization: `Bearer ${bearer}` },
        body: peer.localDescription?.sdp ?? '',
      });
      if (answer.status === 201)
        await peer.setRemoteDescription({ type: 'answer', sdp: await answer.text() });
      return { status: answer.status, location: answer.headers.get('Location') };
    }, bearer);
  }
  const ask = (method: string, location: string, bearer: string) =>
    fetch(`${morning.product.url}${location}`, { method, headers: { Authorization: `Bearer ${bearer}` } });

  test('W-01 a wrong key opens nothing, and without a lesson there is nowhere to send to', async () => {
    expect((await send('x'.repeat(43))).status).toBe(401);
    const { admin, leadingSchoolId: schoolId } = morning.county;
    const empty = await admin.call('room.add', { schoolId, name: '空教室', ends: ['lecture'], phone: '' });
    const settled = await admin.call('source.set', { roomId: empty.id, ...whip });
    expect((await send(settled.key ?? '')).status).toBe(503);
  });

  test('W-02 its picture is the lecturer’s on a large screen until it takes it away', async () => {
    const { lesson, screens, county } = morning;
    const [screen] = screens;
    if (screen === undefined) throw new Error('a screen is needed');
    await lecturer.get('session.join', { sessionId: lesson.sessionId });
    await lecturer.get('session.start', { sessionId: lesson.sessionId });
    const { status, location } = await send(key);
    expect(status).toBe(201);
    await untilPicture(screen.page, 'camera');
    const { sources } = await county.admin.call('source.list', { roomId: county.lectureRoomId });
    expect(sources[0]?.standing).toEqual({ state: 'on', picture: 'passed', voice: true });
    expect((await ask('DELETE', location ?? '', 'y'.repeat(43))).status).toBe(401);
    expect((await ask('DELETE', location ?? '', key)).status).toBe(200);
    expect((await ask('DELETE', location ?? '', key)).status).toBe(404);
    const after = await county.admin.call('source.list', { roomId: county.lectureRoomId });
    expect(after.sources[0]?.standing).toEqual({ state: 'waiting' });
  });
});
