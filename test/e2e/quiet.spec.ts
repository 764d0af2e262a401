import { existsSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { endLesson, shareContent, signIn } from '../support/console-page.ts';
import { describeForReal } from '../support/needs.ts';
import { untilPicture } from '../support/screen-page.ts';
import { type HeldSocket, isHere, rowsOf, socketsOf } from '../support/sockets.ts';
import { openStage, type Stage } from '../support/stage.ts';

const hasTables = existsSync('/proc/net/tcp');

it('a peer on the internet is told from one on this machine', () => {
  const head =
    '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n';
  const row = (remote: string) =>
    `   0: 0100007F:1F90 ${remote} 01 00000000:00000000 00:00000000 00000000 0 0 77 1\n`;
  const remotes = [
    '08080808:0035',
    '0100007F:A000',
    '00000000:0000',
    `${'0'.repeat(16)}FFFF00000100007F:0050`,
  ];
  const rows = rowsOf(head + remotes.map(row).join(''));
  expect(rows.map(({ remote }) => remote)).toEqual(['8.8.8.8', '127.0.0.1', '0.0.0.0', '::ffff:127.0.0.1']);
  expect(rows.map(({ remote }) => isHere(remote))).toEqual([false, true, true, true]);
  expect(rows[0]?.inode).toBe('77');
});

describeForReal('no packet to an address that nobody configured', () => {
  it.skipIf(!hasTables)(
    'a whole lesson, with every page, asks and answers on this machine only',
    async () => {
      const asked = new Set<string>();
      const onAddress = (url: string) => void asked.add(new URL(url).origin.replace(/^ws/, 'http'));
      const stage = await openStage({
        screens: 1,
        height: 360,
        screenBrowser: { onAddress },
        lectureBrowser: { onAddress },
      });
      const foreign: HeldSocket[] = [];
      let seenCount = 0;
      const look = () => {
        const held = socketsOf(stage.product.pid);
        seenCount = Math.max(seenCount, held.filter(({ remote }) => remote.endsWith('127.0.0.1')).length);
        foreign.push(...held.filter(({ remote }) => !isHere(remote)));
      };
      // A lookup of a name or a report home would hold its socket for a moment only.
      const looking = setInterval(look, 50);
      try {
        const [screen] = stage.screens;
        if (screen === undefined) throw new Error('no screen');
        await shareContent(stage.lectureRoom.page);
        await untilPicture(screen.page, 'camera');
        await untilPicture(screen.page, 'content');
        for (const page of [screen.page, stage.lectureRoom.page]) await expectDirectMedia(page);
        await endLesson(stage.lectureRoom.page);
        await visitEveryPage(stage);
        look();
      } finally {
        clearInterval(looking);
        await stage.close();
      }
      expect(foreign, 'peers of the server').toEqual([]);
      expect(seenCount, 'the browsers were among the peers').toBeGreaterThan(0);
      const elsewhere = [...asked].filter((origin) => origin !== stage.product.url && origin !== 'null');
      expect(elsewhere.filter((origin) => !origin.startsWith('http://127.0.0.1:'))).toEqual([]);
      expect(elsewhere.length, 'only the slide that the test itself serves').toBeLessThanOrEqual(1);
      expect(asked).toContain(stage.product.url);
    },
  );
});

/** No helper of third parties, and every address that media might take is this machine's. */
async function expectDirectMedia(page: Page): Promise<void> {
  const { servers, candidates } = await page.evaluate(async () => {
    const { testPeerConnections } = window as unknown as { testPeerConnections: RTCPeerConnection[] };
    const open = testPeerConnections.filter((each) => each.connectionState === 'connected');
    const stats = await Promise.all(open.map((each) => each.getStats()));
    return {
      servers: testPeerConnections.flatMap((each) => each.getConfiguration().iceServers ?? []),
      candidates: stats.flatMap((report) =>
        [...report.values()]
          .filter((row) => row.type === 'remote-candidate')
          .map((row) => String(row.address ?? row.ip)),
      ),
    };
  });
  expect(servers).toEqual([]);
  expect(candidates.length).toBeGreaterThan(0);
  expect(candidates.filter((address) => !isHere(address))).toEqual([]);
}

async function visitEveryPage({ product, lectureRoom: { page }, lesson }: Stage): Promise<void> {
  await page.context().clearCookies();
  await page.goto(`${product.url}/login`);
  await signIn(page, 'zhoumin');
  for (const path of [
    '/',
    '/lessons',
    '/report',
    '/devices',
    '/directory',
    `/attendance/${lesson.sessionId}`,
  ]) {
    await page.goto(product.url + path);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.waitForLoadState('networkidle');
  }
}
