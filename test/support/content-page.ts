import { createServer } from 'node:http';
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
