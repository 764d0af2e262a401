import { createHash, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { lanAddresses } from '../../server/platform/network.ts';
import { installZhCN } from '../../shared/text/install.zh-CN.ts';
import { wrongInBothLanguages, wrongOn } from '../support/axe.ts';
import { type Browser, startChromium } from '../support/chromium.ts';
import { PASSWORD } from '../support/county.ts';
import { describeForReal } from '../support/needs.ts';
import { button, fillIn, said } from '../support/office-page.ts';
import { picturesIn } from '../support/pictures.ts';
import { type Product, startProduct } from '../support/product.ts';

const pictures = picturesIn(process.env['SANKETANG_PICTURES'] ?? null);
const [lan = '127.0.0.1'] = lanAddresses();
const phone = { width: 390, height: 844 };

/** What a device knows that has installed the authority: its key, and no exception for any other. */
const trusting = (pem: string) => {
  const spki = new X509Certificate(pem).publicKey.export({ type: 'spki', format: 'der' });
  return `--ignore-certificate-errors-spki-list=${createHash('sha256').update(spki).digest('base64')}`;
};

describeForReal('getting in by an own certificate, at an address of the local network', () => {
  let product: Product;
  let stranger: Browser;
  let device: Browser;

  beforeAll(async () => {
    product = await startProduct({ env: { HOST: lan, ACCESS_WAY: 'own-ca' } });
    const ca = readFileSync(join(product.dataDir, 'access/ca.crt'), 'utf8');
    stranger = await startChromium({ size: phone });
    device = await startChromium({ flags: [trusting(ca)] });
  });
  afterAll(async () => {
    await Promise.all([stranger?.close(), device?.close()]);
    await product?.stop();
  });

  it('a device that does not know the authority is told so, and how to install it', async () => {
    const page = await stranger.open(`http://${lan}:${product.port}/install`);
    await page.getByText(installZhCN['install.untrusted']).waitFor();
    await page.getByRole('heading', { name: installZhCN['install.title'] }).waitFor();
    await pictures(page, 'install-untrusted');
    expect(await wrongOn(page, 'install')).toEqual([]);
    await page.goto(`http://${lan}:${product.port}/install?lang=en`);
    await page.getByRole('button').waitFor();
    expect(await wrongOn(page, 'install-en')).toEqual([]);
    const refused = await page.goto(product.url).catch((error: Error) => error.message);
    expect(String(refused)).toContain('ERR_CERT_AUTHORITY_INVALID');
  });

  it('a device that knows it finds its way from plain HTTP, signs in, and gets camera and microphone', async () => {
    const page = await device.open(`http://${lan}:${product.port}/install`);
    await page.getByText(installZhCN['install.trusted']).waitFor();
    await page.getByRole('link', { name: installZhCN['install.go'] }).click();
    await page.getByText(said['login.setupOpen']).waitFor();
    expect(new URL(page.url()).origin).toBe(`https://${lan}:${product.port}`);
    // The printed link as somebody types it: without the s. Its token stays in the browser.
    await page.goto((product.setupUrl ?? '').replace('https:', 'http:'));
    await page.getByRole('heading', { name: said['setup.title'] }).waitFor();
    await fillIn(page.getByRole('main'), [
      ['setup.officeName', { type: '云溪县教育局' }],
      ['person.realName', { type: '周敏' }],
      ['person.loginName', { type: 'zhoumin' }],
      ['person.password', { type: PASSWORD }],
    ]);
    await button(page, 'setup.submit').click();
    await page.getByText(said['access.byConfig']).waitFor();
    await pictures(page, 'access-by-config');
    expect(await wrongInBothLanguages(page, 'access')).toEqual([]);
    const got = await page.evaluate(async () => {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: true, video: true });
      const kinds = stream.getTracks().map((track) => track.kind);
      for (const track of stream.getTracks()) track.stop();
      return { kinds: kinds.sort(), secure: window.isSecureContext };
    });
    expect(got).toEqual({ kinds: ['audio', 'video'], secure: true });
    const [login] = await device.context.cookies();
    expect(login).toMatchObject({ name: 'sanketang_login', secure: true, httpOnly: true });
  });
});
