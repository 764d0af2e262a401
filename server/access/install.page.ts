import type { InstallTextKey } from '../../shared/text/install.en.ts';
import type { Locale, Text } from '../../shared/text/text.ts';
import { draw, escapeHtml, type Picture } from './install.pictures.ts';

export type InstallWish = {
  readonly t: Text<InstallTextKey>;
  readonly locale: Locale;
  readonly fingerprint: string;
  /** The same server by HTTPS, as this visitor reaches it, without a slash at the end. */
  readonly secureOrigin: string;
  readonly userAgent: string;
};

type System = 'windows' | 'android' | 'ios';
type Step = { readonly text: InstallTextKey; readonly picture?: Picture };

const file = { text: 'sanketang-ca.crt' };
const steps: Readonly<Record<System, readonly Step[]>> = {
  windows: [
    {
      text: 'install.windows.1',
      picture: { device: 'pc', title: 'install.label.downloads', rows: [file], taken: 0 },
    },
    {
      text: 'install.windows.2',
      picture: {
        device: 'pc',
        title: 'install.label.certificate',
        rows: ['install.label.issuedTo'],
        button: 'install.label.installCertificate',
      },
    },
    {
      text: 'install.windows.3',
      picture: {
        device: 'pc',
        title: 'install.label.wizard',
        rows: ['install.label.currentUser', 'install.label.localMachine'],
        taken: 1,
        sign: 'radio',
        button: 'install.label.next',
      },
    },
    {
      text: 'install.windows.4',
      picture: {
        device: 'pc',
        title: 'install.label.wizard',
        rows: ['install.label.autoStore', 'install.label.thisStore', { below: 'install.label.rootStore' }],
        taken: 1,
        sign: 'radio',
        button: 'install.label.done',
      },
    },
    { text: 'install.windows.5' },
  ],
  android: [
    {
      text: 'install.android.1',
      picture: {
        device: 'phone',
        title: 'install.label.downloads',
        rows: [file],
        taken: 0,
        button: 'install.label.save',
      },
    },
    {
      text: 'install.android.2',
      picture: {
        device: 'phone',
        title: 'install.label.settings',
        rows: ['install.label.security', 'install.label.credentials', 'install.label.installFromStorage'],
        taken: 2,
        sign: 'more',
      },
    },
    {
      text: 'install.android.3',
      picture: {
        device: 'phone',
        title: 'install.label.installFromStorage',
        rows: ['install.label.caCertificate', 'install.label.vpn', 'install.label.wifi'],
        taken: 0,
        button: 'install.label.installAnyway',
      },
    },
    { text: 'install.android.4' },
  ],
  ios: [
    {
      text: 'install.ios.1',
      picture: {
        device: 'phone',
        title: 'install.label.browser',
        rows: ['install.label.allowAsk'],
        button: 'install.label.allow',
      },
    },
    {
      text: 'install.ios.2',
      picture: {
        device: 'phone',
        title: 'install.label.settings',
        rows: ['install.label.profileDownloaded'],
        taken: 0,
        sign: 'more',
        button: 'install.label.install',
      },
    },
    {
      text: 'install.ios.3',
      picture: {
        device: 'phone',
        title: 'install.label.trustSettings',
        rows: [{ text: '三课堂 Sanketang CA' }],
        taken: 0,
        sign: 'switch',
      },
    },
    { text: 'install.ios.4' },
  ],
};

/** A whole page without any other file but the small check: it must open on whatever a visitor holds in the hand. */
export function installPage(wish: InstallWish): string {
  const { t, locale, fingerprint, secureOrigin, userAgent } = wish;
  const say = (key: InstallTextKey) => escapeHtml(t(key));
  const own = systemOf(userAgent);
  const order = (['windows', 'android', 'ios'] as const).toSorted(
    (a, b) => Number(b === own) - Number(a === own),
  );
  const other = locale === 'en' ? 'zh-CN' : 'en';
  const inWeChat = /MicroMessenger/i.test(userAgent);
  return page({
    locale,
    title: t('install.title'),
    body: `<header><strong>三课堂 Sanketang</strong><a href="?lang=${other}" lang="${other}">${say('install.other')}</a></header>
<main><h1>${say('install.title')}</h1><p>${say('install.lead')}</p>
${inWeChat ? `<p class="note">${say('install.wechat')}</p>` : ''}
<div id="check" role="status" data-origin="${escapeHtml(secureOrigin)}">
<p data-when="checking">${say('install.checking')}</p>
<p data-when="trusted" hidden class="good">✓ ${say('install.trusted')}</p>
<p data-when="untrusted" hidden class="note">! ${say('install.untrusted')}</p></div>
<p class="row"><a class="main" id="go" hidden href="${escapeHtml(secureOrigin)}/">${say('install.go')}</a>
<button type="button" id="again" hidden>${say('install.again')}</button></p>
<h2>${say('install.fingerprint')}</h2><p>${say('install.fingerprintLead')}</p>
<p class="print">${chunks(fingerprint)}</p>
${order.map((system) => section(system, system === own, t)).join('\n')}</main>
<script src="/install/check.js"></script>`,
  });
}

/** For whoever comes from another machine while only this one may. */
export function onlyHerePage({ t, locale }: Pick<InstallWish, 't' | 'locale'>): string {
  const title = t('install.onlyHere');
  return page({
    locale,
    title,
    body: `<main><h1>${escapeHtml(title)}</h1><p>${escapeHtml(t('install.onlyHereLead'))}</p></main>`,
  });
}

function section(system: System, isOwn: boolean, t: Text<InstallTextKey>): string {
  const say = (key: InstallTextKey) => escapeHtml(t(key));
  const [href, label] =
    system === 'ios'
      ? (['/install/sanketang.mobileconfig', 'install.profile'] as const)
      : (['/install/sanketang-ca.crt', 'install.download'] as const);
  const list = steps[system].map(
    ({ text, picture }) => `<li><p>${say(text)}</p>${picture === undefined ? '' : draw(picture, t)}</li>`,
  );
  return `<details${isOwn ? ' open' : ''}><summary>${say(`install.${system}`)}</summary>
<p><a class="main" href="${href}">${say(label)}</a></p><ol>${list.join('\n')}</ol></details>`;
}

function systemOf(userAgent: string): System {
  if (/iPhone|iPad|iPod/.test(userAgent)) return 'ios';
  return /Android|HarmonyOS/i.test(userAgent) ? 'android' : 'windows';
}

/** Four pairs together: people compare them by eye. */
const chunks = (fingerprint: string) =>
  (fingerprint.match(/(?:[0-9A-F]{2}:?){1,4}/g) ?? [])
    .map((each) => `<span>${each.replace(/:/g, ' ').trim()}</span>`)
    .join(' ');

const style = `*{box-sizing:border-box}body{margin:0;background:#f6f8f6;color:#16211d;font:17px/1.6 "PingFang SC","Microsoft YaHei","Noto Sans CJK SC",system-ui,sans-serif}:lang(en) body,[lang=en]{font-family:system-ui,"Segoe UI","Noto Sans",sans-serif}
header,main{max-width:720px;margin:0 auto;padding:12px 16px}header{display:flex;justify-content:space-between;color:#0e7c66}
h1{font-size:24px;line-height:1.3;margin:8px 0}h2{font-size:18px;margin:20px 0 0}p{margin:8px 0}a{color:#0e7c66}
.main,button{display:inline-block;min-height:48px;padding:10px 20px;border:2px solid #0e7c66;border-radius:8px;background:#0e7c66;color:#fff;font:inherit;text-decoration:none}
button{background:#fff;color:#0e7c66}.row{display:flex;flex-wrap:wrap;gap:12px}[hidden]{display:none!important}
.note{padding:10px 12px;border-left:5px solid #8f5b00;background:#fbedcf}.good{padding:10px 12px;border-left:5px solid #0e7c66;background:#d9efe9}
.print{font:16px/1.8 ui-monospace,Consolas,monospace}.print span{display:inline-block;margin-right:14px;white-space:nowrap}
details{margin:12px 0;padding:0 16px;border:1px solid #d5dcd8;border-radius:8px;background:#fff}summary{padding:12px 0;font-size:18px;font-weight:700;cursor:pointer}
ol{padding-left:24px}li{margin:0 0 16px}.picture{display:block;max-width:100%;height:auto;margin:6px 0;font-size:14px}
:focus-visible{outline:3px solid #0e7c66;outline-offset:2px}`;

function page(wish: { readonly locale: Locale; readonly title: string; readonly body: string }): string {
  return `<!doctype html>
<html lang="${wish.locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${escapeHtml(wish.title)} · 三课堂</title><style>${style}</style></head>
<body>${wish.body}</body></html>`;
}

/** Old phones read this too: no syntax of the last ten years. A page that came by HTTPS has nothing left to try. */
export const checkScript = `(function () {
  var box = document.getElementById('check');
  var origin = box.getAttribute('data-origin');
  function show(state) {
    var each = box.querySelectorAll('[data-when]');
    for (var i = 0; i < each.length; i += 1) each[i].hidden = each[i].getAttribute('data-when') !== state;
    document.getElementById('go').hidden = state !== 'trusted';
    document.getElementById('again').hidden = state !== 'untrusted';
  }
  function check() {
    show('checking');
    if (location.protocol === 'https:') return show('trusted');
    if (!window.fetch) return show('untrusted');
    var over = false;
    function end(state) { if (!over) { over = true; show(state); } }
    setTimeout(function () { end('untrusted'); }, 8000);
    fetch(origin + '/install/check.js?' + Date.now(), { mode: 'no-cors', cache: 'no-store' })
      .then(function () { end('trusted'); }, function () { end('untrusted'); });
  }
  document.getElementById('again').onclick = check;
  check();
})();
`;
