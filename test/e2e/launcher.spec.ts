import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { wrongInBothLanguages } from '../support/axe.ts';
import { startChromium } from '../support/chromium.ts';
import { signIn } from '../support/console-page.ts';
import { type County, makeCounty } from '../support/county.ts';
import { type ClassroomPc, setUpPc } from '../support/launcher.ts';
import { describeForReal } from '../support/needs.ts';
import { button, choose, drawer, said } from '../support/office-page.ts';
import { patiently } from '../support/patience.ts';
import { picturesIn } from '../support/pictures.ts';
import { startProduct } from '../support/product.ts';
import { unzip } from '../support/unzip.ts';

const pictures = picturesIn(process.env['SANKETANG_PICTURES'] ?? null);

describeForReal('a launcher', () => {
  const closers: (() => Promise<void>)[] = [];
  const also = (close: () => Promise<void>) => void closers.push(close);
  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close();
  });
  const office = async (rooms: number) => {
    const product = await startProduct();
    also(() => product.stop());
    return { product, county: await makeCounty(product, rooms) };
  };
  const firstRoom = (county: County) => {
    const [point] = county.points;
    if (point === undefined) throw new Error('no teaching point');
    return point;
  };
  const pcFor = async (url: string, county: County): Promise<ClassroomPc> => {
    const pc = await setUpPc(county, firstRoom(county).roomId, url);
    also(() => pc.close());
    return pc;
  };
  const onlineScreens = async (county: County) =>
    (await county.admin.call('device.list', {})).filter(({ online }) => online);

  it('makes a Linux PC its room’s screen at log-in, again when the browser dies, and again when it was wiped', async () => {
    const { product, county } = await office(1);
    const pc = await pcFor(product.url, county);
    await pc.install('--no-start');
    expect(statSync(join(pc.house, 'screen.sh')).mode & 0o077, 'the key is this user’s alone').toBe(0);
    for (const folder of ['chromium', 'opt/chrome', 'opt/edge']) {
      const policies = readFileSync(join(pc.etc, folder, 'policies/managed/sanketang-screen.json'), 'utf8');
      expect(JSON.parse(policies)).toMatchObject({ VideoCaptureAllowedUrls: [product.url] });
    }
    expect(readFileSync(join(pc.home, '.config/autostart/sanketang-screen.desktop'), 'utf8')).toContain(
      'Exec=',
    );

    pc.logIn();
    const [screen] = await vi.waitFor(async () => {
      const online = await onlineScreens(county);
      expect(online.length).toBe(1);
      return online;
    }, patiently);
    expect(screen?.room.roomId).toBe(firstRoom(county).roomId);
    const page = await pc.page();
    await page.getByRole('heading', { name: firstRoom(county).name }).waitFor();
    expect(page.url(), 'the key is out of sight').toBe(`${product.url}/screen`);

    const first = pc.browserPid();
    process.kill(first ?? 0, 'SIGKILL');
    const comesBack = () =>
      vi.waitFor(async () => {
        expect(pc.browserPid()).not.toBe(first);
        expect((await onlineScreens(county)).map(({ deviceId }) => deviceId)).toEqual([screen?.deviceId]);
      }, patiently);
    await comesBack();

    await pc.logOut();
    expect(pc.browserPid(), 'the browser ends with its launcher').toBeNull();
    rmSync(join(pc.house, 'profile'), { recursive: true });
    await vi.waitFor(async () => expect(await onlineScreens(county)).toEqual([]), patiently);
    pc.logIn();
    await comesBack();
    const [wiped, ...others] = await county.admin.call('device.list', {});
    expect(others).toEqual([]);
    expect(wiped?.doubt, 'one PC after the other is no reason to doubt').toBeNull();

    await pc.install('--remove');
    expect(existsSync(pc.house)).toBe(false);
    await vi.waitFor(async () => expect(await onlineScreens(county)).toEqual([]), patiently);
  });

  it('starts the browser again when its page gives no sign of life, but not one that never gave any', async () => {
    const { product, county } = await office(1);
    const pc = await pcFor(product.url, county);
    await pc.install('--no-start');
    // Stands for a browser: gives signs of life for a while if told, then hangs.
    const stand = (signs: number) => {
      const file = join(pc.home, `browser-${signs}`);
      const storage = '"$HOME/.local/share/sanketang-screen/profile/Default/Local Storage"';
      const lines = [
        '#!/bin/sh',
        `mkdir -p ${storage}`,
        `for each in $(seq ${signs}); do sleep 1; echo "$each" >>${storage}/log; done`,
        'exec sleep 1000',
      ];
      writeFileSync(file, `${lines.join('\n')}\n`, { mode: 0o700 });
      return file;
    };
    const start = (signs: number) => {
      pc.logIn({ SANKETANG_SCREEN_BROWSER: stand(signs), SANKETANG_SCREEN_SILENT_S: '6' });
      return vi.waitFor(() => {
        const pid = pc.browserPid();
        expect(pid).not.toBeNull();
        return pid;
      }, patiently);
    };
    const hanging = await start(7);
    await vi.waitFor(() => expect(pc.browserPid()).not.toBe(hanging), patiently);
    await pc.logOut();

    rmSync(join(pc.house, 'profile'), { recursive: true, force: true });
    mkdirSync(join(pc.house, 'profile/Default/Local Storage'), { recursive: true });
    const started = Date.now();
    const mute = await start(0);
    await vi.waitFor(() => expect(Date.now() - started).toBeGreaterThan(14_000), patiently);
    expect(pc.browserPid()).toBe(mute);
  });

  it('comes from the screens’ page for many rooms at once; one on two PCs is told, and can be moved', async () => {
    const { product, county } = await office(3);
    const browser = await startChromium();
    also(() => browser.close());
    const page = await browser.open(`${product.url}/devices`);
    await signIn(page, 'zhoumin');
    await button(page, 'device.launchers').click();
    await drawer(page).getByLabel(said['device.platform.linux']).check();
    await drawer(page).getByLabel(said['device.all'].replace('{count}', '3')).check();
    expect(await wrongInBothLanguages(page, 'launchers')).toEqual([]);
    await pictures(page, 'launchers-console');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      drawer(page)
        .getByRole('button', { name: said['device.launcherSubmit'].replace('{count}', '3') })
        .click(),
    ]);
    expect(download.suggestedFilename()).toBe('sanketang-screen linux 3.zip');
    await drawer(page).getByText(said['device.launchersMade'].replace('{count}', '3')).waitFor();
    expect(await wrongInBothLanguages(page, 'launchers made')).toEqual([]);
    await pictures(page, 'launchers-made-console');
    await button(drawer(page), 'device.pairDone').click();

    const files = unzip(readFileSync(await download.path()));
    const scripts = [...files].filter(([name]) => name.endsWith('/screen.sh'));
    expect(scripts.map(([name]) => name.split('/')[0]).sort()).toEqual(
      county.points.map(({ name }) => `${name} 一号教室`).sort(),
    );
    const script = files.get(`${firstRoom(county).name} 一号教室/screen.sh`)?.bytes.toString() ?? '';
    const key = /^KEY='([^']+)'$/m.exec(script)?.[1];
    const address = `${product.url}/screen#key=${key}`;

    const [right, copied] = [await startChromium({ kiosk: true }), await startChromium({ kiosk: true })];
    also(() => right.close());
    also(() => copied.close());
    const screens = [await right.open(address), await copied.open(address)];
    for (const screen of screens)
      await screen.getByRole('heading', { name: firstRoom(county).name }).waitFor();
    const warning = page.getByRole('alert').filter({ hasText: firstRoom(county).name });
    await warning.waitFor();
    expect(await wrongInBothLanguages(page, 'two places')).toEqual([]);
    await pictures(page, 'two-places-console');

    const other = county.points[1]?.name ?? '';
    await button(warning, 'device.move').click();
    const dialog = page.getByRole('dialog');
    await choose(dialog.getByLabel(said['device.room']), other);
    expect(await wrongInBothLanguages(page, 'move')).toEqual([]);
    await pictures(page, 'move-console');
    await button(dialog, 'device.moveSubmit').click();
    for (const screen of screens) await screen.getByRole('heading', { name: other }).waitFor();
  });
});
