import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { wrongInBothLanguages } from '../support/axe.ts';
import { type Browser, startChromium } from '../support/chromium.ts';
import { signIn } from '../support/console-page.ts';
import { type County, makeCounty, PASSWORD } from '../support/county.ts';
import { describeForReal } from '../support/needs.ts';
import { button, fillIn, said } from '../support/office-page.ts';
import { CLIENT, type OfficeProvider, startOfficeProvider } from '../support/office-provider.ts';
import { picturesIn } from '../support/pictures.ts';
import { freePort, type Product, startProduct } from '../support/product.ts';

const pictures = picturesIn(process.env['SANKETANG_PICTURES'] ?? null);
const laptop = { width: 1366, height: 768 };
const phone = { width: 390, height: 844 };

describeForReal('coming in', () => {
  let product: Product;
  let county: County;
  let office: OfficeProvider;
  let browser: Browser;
  const wrong: string[] = [];

  beforeAll(async () => {
    const port = await freePort();
    const officePort = await freePort();
    office = await startOfficeProvider(officePort, `http://127.0.0.1:${port}/auth/office/callback`);
    product = await startProduct({
      port,
      env: {
        OIDC_ISSUER: office.issuer,
        OIDC_CLIENT_ID: CLIENT.id,
        OIDC_CLIENT_SECRET: CLIENT.secret,
        OIDC_NAME: '云溪教育统一认证',
      },
    });
    county = await makeCounty(product, 1);
    browser = await startChromium({ size: laptop });
  });
  afterAll(async () => {
    await browser?.close();
    await product?.stop();
    await office?.stop();
  });

  /** Both widths, both languages. */
  const look = async (page: Page, name: string) => {
    await page.locator('.ant-skeleton').first().waitFor({ state: 'detached' });
    for (const [width, size] of Object.entries({ laptop, phone })) {
      await page.setViewportSize(size);
      wrong.push(...(await wrongInBothLanguages(page, `${name} ${width}`)));
      await pictures(page, `${name}-${width}`);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      if (wide > 0) wrong.push(`${name} ${width}: ${wide} px too wide`);
    }
    await page.setViewportSize(laptop);
  };

  /** As an administrator makes it for somebody who has forgotten their password. */
  async function linkFromThePage(name: string): Promise<string> {
    const desk = await startChromium({ size: laptop });
    try {
      await desk.context.addCookies(county.admin.cookies());
      const page = await desk.open(`${product.url}/directory?tab=people`);
      await page.getByText(name).first().click();
      await page
        .getByRole('button', { name: said['personAccess.personFor'].replace('{name}', name) })
        .click();
      await button(page, 'personAccess.reset').click();
      const field = page.getByLabel(said['personAccess.inviteAddress']);
      await field.waitFor();
      await look(page, 'person-access');
      return await field.inputValue();
    } finally {
      await desk.close();
    }
  }

  it('by the office’s sign-in, or told in words why not', async () => {
    const page = await browser.open(`${product.url}/lessons`);
    const way = page.getByRole('link', {
      name: said['login.byOffice'].replace('{name}', '云溪教育统一认证'),
    });
    office.next = { account: 'stranger' };
    await way.click();
    await page.getByText(said['office.unknown']).waitFor();
    await look(page, 'login-office-unknown');
    // The office's sign-in remembers who was there.
    await page.context().clearCookies();
    await page.goto(`${product.url}/login`);
    office.next = { account: 'chen' };
    await way.click();
    await page.getByText('陈老师').first().waitFor();
    await page.getByRole('button', { name: /陈老师/ }).click();
    await page.getByText(said['app.logout']).click();
    await way.waitFor();
    expect((await page.context().cookies()).find(({ name }) => name === 'sanketang_login')).toBeUndefined();
  });

  it('by an invitation, once, and with a new password by a second one', async () => {
    const { id } = await county.admin.call('person.add', {
      name: '新来的老师',
      schoolId: county.leadingSchoolId,
      phone: '',
      roles: [{ role: 'lecturer', scope: { kind: 'school', schoolId: county.leadingSchoolId } }],
    });
    const first = await county.admin.call('invitation.create', { personId: id });
    const page = await browser.open(product.url + first.address);
    await page.getByRole('heading', { name: said['invitation.title'] }).waitFor();
    await page.getByLabel(said['person.loginName']).waitFor();
    expect(page.url()).not.toContain('token');
    await fillIn(page.getByRole('main'), [
      ['person.loginName', { type: 'xinlaide' }],
      ['person.password', { type: PASSWORD }],
      ['invitation.again', { type: 'something else' }],
    ]);
    await button(page, 'invitation.submit').click();
    await page.getByText(said['invitation.differs']).waitFor();
    await look(page, 'invitation');
    await page.getByLabel(said['invitation.again']).fill(PASSWORD);
    await button(page, 'invitation.submit').click();
    await page.getByRole('heading', { name: said['home.title'], exact: true }).waitFor();

    const second = await linkFromThePage('新来的老师');
    const other = await startChromium({ size: phone });
    try {
      const there = await other.open(second);
      await there.getByRole('heading', { name: said['invitation.resetTitle'] }).waitFor();
      expect(await there.getByLabel(said['person.loginName']).inputValue()).toBe('xinlaide');
      await pictures(there, 'invitation-reset-phone');
      await there.getByLabel(said['person.password'], { exact: true }).fill('another password');
      await there.getByLabel(said['invitation.again']).fill('another password');
      await button(there, 'invitation.submit').click();
      await there.getByRole('heading', { name: said['home.title'], exact: true }).waitFor();
      await page.reload();
      await button(page, 'login.submit').waitFor();
      await there.goto(second);
      await there.getByText(said['invitation.over']).waitFor();
      await pictures(there, 'invitation-over-phone');
    } finally {
      await other.close();
    }
  });

  it('and everybody sees where they are signed in, and ends it', async () => {
    await county.colleague.call('login.read', {});
    const page = await browser.open(`${product.url}/login`);
    await signIn(page, 'he');
    await page.goto(`${product.url}/account`);
    await page.getByText(said['logins.here']).waitFor();
    expect(await page.locator('.logins li').count()).toBe(2);
    await look(page, 'account');
    await fillIn(page.getByRole('main'), [
      ['account.current', { type: 'wrong password' }],
      ['account.new', { type: 'a newer password' }],
    ]);
    await button(page, 'account.change').click();
    await page.getByText(said['account.wrongCurrent']).waitFor();
    await page.getByLabel(said['account.current']).fill(PASSWORD);
    await button(page, 'account.change').click();
    await page.getByText(said['account.changed']).waitFor();
    await page.waitForFunction(() => document.querySelectorAll('.logins li').length === 1);
    await expect(county.colleague.call('login.read', {})).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('with nothing that axe finds wrong, and nothing too wide for a phone', () => {
    expect(wrong).toEqual([]);
  });
});
