import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { zipOf } from '../platform/zip.ts';
import { createConverter, findOffice } from './courseware.convert.ts';
import { pagesOf } from './courseware.pages.ts';

let folder: string;
let work: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sanketang-convert-'));
  work = join(folder, 'work');
  mkdirSync(work);
  writeFileSync(join(folder, 'upload'), 'PK presentation');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A program that is called as LibreOffice is; `body` sees the folder for what it makes as $out and the source as $source. */
function office(body: string): NodeJS.ProcessEnv {
  const lines = [
    '#!/bin/sh',
    'out=; for each in "$@"; do [ "$last" = --outdir ] && out="$each"; last="$each"; done',
  ];
  writeFileSync(join(folder, 'soffice'), [...lines, 'source="$last"', body, ''].join('\n'), { mode: 0o755 });
  return { PATH: `${folder}:/usr/bin:/bin`, DATABASE_URL: 'postgres://user:word@nowhere/x' };
}
const convert = (env: NodeJS.ProcessEnv, longestMs = 30_000) =>
  createConverter({ env, longestMs }).convert(join(folder, 'upload'), 'pptx', work);
/** One that nobody has waited for yet is dead all the same. */
const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return process.platform !== 'linux' || !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
};

describe.skipIf(process.platform === 'win32')('a converter', () => {
  test('that is not there says so', async () => {
    const env = { PATH: folder };
    expect([findOffice(env), await createConverter({ env }).isThere()]).toEqual([null, false]);
    expect(await convert(env)).toEqual({ ok: false, problem: 'converter' });
  });

  test('that fails, or makes nothing, is believed', async () => {
    expect(await convert(office('exit 3'))).toEqual({ ok: false, problem: 'broken' });
    expect(await convert(office('exit 0'))).toEqual({ ok: false, problem: 'broken' });
  });

  test('that never ends is ended with all that it has started', async () => {
    const env = office('sleep 300 & echo $! > "$HOME/child"; wait');
    expect(await convert(env, 700)).toEqual({ ok: false, problem: 'slow' });
    const child = Number(readFileSync(join(work, 'child'), 'utf8'));
    await expect.poll(() => isAlive(child)).toBe(false);
  });

  test('that writes without end is cut off', async () => {
    const made = await convert(office('mkdir -p "$out"; truncate -s 700M "$out/source.pdf"'));
    expect(made.ok).toBe(false);
  });

  test('gets the file under its own ending, a careful profile, and nothing of the server’s environment', async () => {
    const env = office(
      'mkdir -p "$out"; env > "$HOME/env"; echo "$@" > "$HOME/args"; cp "$source" "$out/source.pdf"',
    );
    expect(await convert(env)).toEqual({ ok: true, value: join(work, 'out', 'source.pdf') });
    expect(readFileSync(join(work, 'out', 'source.pdf'), 'utf8')).toBe('PK presentation');
    expect(readFileSync(join(work, 'env'), 'utf8')).not.toContain('DATABASE_URL');
    const args = readFileSync(join(work, 'args'), 'utf8');
    expect(args).toContain(`-env:UserInstallation=file://${join(work, 'profile')}`);
    expect(args).toContain('source.pptx');
    expect(existsSync(join(work, 'profile', 'user', 'registrymodifications.xcu'))).toBe(true);
  });

  test('is ended with the server, and what it was at is taken up again', async () => {
    const converter = createConverter({ env: office('echo $$ > "$HOME/pid"; sleep 300') });
    const under = converter.convert(join(folder, 'upload'), 'pptx', work);
    await expect.poll(() => existsSync(join(work, 'pid'))).toBe(true);
    converter.stop();
    await expect(under).rejects.toThrow('the server ends');
  });
});

/** A document in two pages, as small as LibreOffice takes one. */
function odt(): Buffer {
  const names =
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"';
  const style =
    '<office:automatic-styles><style:style style:name="P1" style:family="paragraph"><style:paragraph-properties fo:break-before="page"/></style:style></office:automatic-styles>';
  const content = `<?xml version="1.0" encoding="UTF-8"?><office:document-content ${names} office:version="1.2">${style}<office:body><office:text><text:p>第一页 小星星</text:p><text:p text:style-name="P1">第二页</text:p></office:text></office:body></office:document-content>`;
  const manifest =
    '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2"><manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.text"/><manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>';
  const entry = (name: string, text: string) => ({ name, bytes: Buffer.from(text), executable: false });
  return zipOf(
    [
      entry('mimetype', 'application/vnd.oasis.opendocument.text'),
      entry('content.xml', content),
      entry('META-INF/manifest.xml', manifest),
    ],
    new Date(0),
  );
}

test.skipIf(findOffice(process.env) === null)(
  'LibreOffice, where it is installed, makes a PDF of a document',
  async () => {
    writeFileSync(join(folder, 'upload'), odt());
    const converter = createConverter({ env: process.env });
    const made = await converter.convert(join(folder, 'upload'), 'odt', work);
    if (!made.ok) throw new Error(made.problem);
    expect(await pagesOf(made.value)).toEqual({ ok: true, value: 2 });
  },
  120_000,
);
