import type { ReplayChapter } from '../../../shared/recording.ts';
import { clockOf } from '../clock-of.ts';
import { LESSON_NAME, type Pack } from './package.rules.ts';

export type PageWords = {
  readonly lang: string;
  readonly title: string;
  readonly about: string;
  readonly chapters: string;
  readonly files: string;
  /** Before the page of the courseware that stood on the walls at that moment. */
  readonly shown: string;
  readonly chapter: (chapter: ReplayChapter) => string;
  readonly slide: (name: string, page: number) => string;
};

export type PageCaptions = { readonly language: string; readonly label: string; readonly vtt: string };

/** A page that plays the lesson from the folder that it lies in, without a server, a line or another file of ours. */
export function pageOf(pack: Pack, captions: readonly PageCaptions[], words: PageWords): string {
  const { replay, files } = pack;
  const chapters = replay.chapters.map(
    (chapter) =>
      `<li><button type="button" data-at="${chapter.atMs / 1000}">${clockOf(chapter.atMs)} ${escaped(words.chapter(chapter))}</button></li>`,
  );
  const links = files
    .filter(({ name }) => /\.(pdf|png|jpg|webp)$/.test(name))
    .map(({ name }) => `<li><a href="${encodeURIComponent(name)}" target="_blank">${escaped(name)}</a></li>`);
  const tracks = captions.map(
    ({ language, label, vtt }, at) =>
      // A browser reads no file beside a page that was opened from a disk: the captions lie in the page.
      `<track kind="subtitles" srclang="${escaped(language)}" label="${escaped(label)}" src="data:text/vtt;base64,${base64(vtt)}"${at === 0 ? ' default' : ''}>`,
  );
  const list = (title: string, items: readonly string[]) =>
    items.length === 0 ? '' : `<h2>${escaped(title)}</h2>\n<ul>\n${items.join('\n')}\n</ul>`;
  return `<!doctype html>
<html lang="${escaped(words.lang)}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escaped(words.title)}</title>
<style>${STYLE}</style>
<main>
<h1>${escaped(words.title)}</h1>
<p>${escaped(words.about)}</p>
<video src="${LESSON_NAME}" controls preload="metadata">
${tracks.join('\n')}
</video>
<p id="shown" hidden>${escaped(words.shown)} <a target="_blank"></a></p>
${list(words.chapters, chapters)}
${list(words.files, links)}
</main>
<script>
var slides = ${inScript(slidesOf(pack, words))};
${SCRIPT}
</script>
</html>
`;
}

type Slide = { readonly at: number; readonly words: string; readonly href: string };

/** From when on which page stood on the walls; empty words for none. */
function slidesOf({ replay, files }: Pack, words: PageWords): Slide[] {
  return replay.slides.map(({ atMs, open }): Slide => {
    const file = open === null ? undefined : files.find(({ path }) => path.endsWith(`/${open.coursewareId}`));
    if (open === null || file === undefined) return { at: atMs / 1000, words: '', href: '' };
    const anchor = file.name.endsWith('.pdf') ? `#page=${open.page}` : '';
    return {
      at: atMs / 1000,
      words: words.slide(open.name, open.page),
      href: encodeURIComponent(file.name) + anchor,
    };
  });
}

const STYLE = `
body{margin:0 auto;max-width:1600px;padding:16px;background:#0d1513;color:#eef3f0;font:18px/1.5 system-ui,"Microsoft YaHei",sans-serif}
video{width:100%;max-height:80vh;background:#000}ul{list-style:none;margin:0;padding:0;columns:20em}p{margin:8px 0;color:#b4c0ba}
a,button{color:#7fd6c2;font:inherit}button{min-height:44px;padding:6px 0;border:0;background:none;text-align:start;cursor:pointer}
li a{display:inline-block;padding:8px 0}h1{margin:0;font-size:24px}h2{margin:16px 0 4px;font-size:18px}
:focus-visible{outline:3px solid #ffd36b;outline-offset:2px}`;

/** Plain enough for the browsers of the oldest panels. */
const SCRIPT = `var video = document.querySelector('video'), shown = document.getElementById('shown'), link = shown.querySelector('a');
document.addEventListener('click', function (event) {
  var button = event.target.closest('button[data-at]');
  if (!button) return;
  video.currentTime = Number(button.dataset.at);
  video.play();
});
video.addEventListener('timeupdate', function () {
  var now = null;
  slides.forEach(function (slide) { if (slide.at <= video.currentTime + 0.1) now = slide; });
  shown.hidden = !now || !now.words;
  if (shown.hidden) return;
  link.textContent = now.words;
  link.setAttribute('href', now.href);
});`;

const escaped = (text: string): string => text.replace(/[<>&"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** Nothing that somebody wrote ends the script. */
const inScript = (value: unknown): string => JSON.stringify(value).replace(/</g, '\\u003c');

function base64(text: string): string {
  let bytes = '';
  for (const byte of new TextEncoder().encode(text)) bytes += String.fromCharCode(byte);
  return btoa(bytes);
}
