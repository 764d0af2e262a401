import { createServer } from 'node:http';
import type { BrowserContext } from 'playwright-core';
import { COUNTER_BITS } from './frame-counter.ts';

export const CONTENT_TITLE = 'SanketangContent';
/** The content's counter is the time in these units, so any reader knows how old a picture is. */
export const CONTENT_UNIT_MS = 10;

const page = `<!doctype html><meta charset="utf-8"><title>${CONTENT_TITLE}</title>
<style>body{margin:0;overflow:hidden;background:#fff;font:44px "Noto Sans CJK SC",sans-serif}canvas{position:fixed;left:0;top:0;width:15vw;height:calc(100vw / 40)}
main{padding:12vh 6vw}</style><canvas width="${COUNTER_BITS}" height="2" style="image-rendering:pixelated"></canvas>
<main><h1>分数的初步认识</h1><p>把一个苹果平均分成四份，每一份是它的四分之一。</p><p>¼ + ¼ = ½</p></main>
<script>
const context = document.querySelector('canvas').getContext('2d');
setInterval(() => {
  const value = Math.floor((performance.timeOrigin + performance.now()) / ${CONTENT_UNIT_MS}) % ${2 ** COUNTER_BITS};
  for (let bit = 0; bit < ${COUNTER_BITS}; bit++) for (let row = 0; row < 2; row++) {
    context.fillStyle = ((value >> bit) & 1) === 1 - row ? '#fff' : '#000';
    context.fillRect(bit, row, 1, 1);
  }
}, 30);
</script>`;

/** Serves a slide with a running counter on loopback, for a share of a tab. */
export async function serveContent(): Promise<{ readonly url: string; close(): void }> {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(page);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { url: `http://127.0.0.1:${port}/`, close: () => server.close() };
}

/** A film runs in the slide from now on, so that the share takes all the bits that it may: a slide at rest takes next to none. */
export async function playFilm(context: BrowserContext): Promise<void> {
  for (const each of context.pages()) {
    if ((await each.title()) !== CONTENT_TITLE) continue;
    await each.evaluate(() => {
      const film = document.createElement('canvas');
      Object.assign(film, { width: 32, height: 18 });
      film.style.cssText =
        'position:fixed;left:20vw;top:20vh;width:70vw;height:70vh;image-rendering:pixelated';
      document.body.append(film);
      const context = film.getContext('2d');
      const image = context?.createImageData(film.width, film.height);
      setInterval(() => {
        if (context == null || image === undefined) return;
        for (let at = 0; at < image.data.length; at += 1)
          image.data[at] = at % 4 === 3 ? 255 : Math.floor(Math.random() * 256);
        context.putImageData(image, 0, 0);
      }, 66);
    });
  }
}
