import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConverter, findOffice } from '../../server/courseware/courseware.convert.ts';
import { pagesOf } from '../../server/courseware/courseware.pages.ts';
import { zipOf } from '../../server/platform/zip.ts';
import { type Figure, report } from '../support/figures.ts';

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

/** Whether the converter and the LibreOffice of this machine make courseware together, and how long a teacher waits for it. */
export async function benchConvert(): Promise<boolean> {
  const pages = { name: 'pages made of two', unit: 'pages', goal: { atLeast: 2 } };
  if (findOffice(process.env) === null)
    return report('convert', [{ ...pages, value: null, why: 'LibreOffice is not installed' }], {});
  const folder = mkdtempSync(join(tmpdir(), 'sanketang-convert-'));
  const work = join(folder, 'work');
  mkdirSync(work);
  writeFileSync(join(folder, 'upload'), odt());
  const startedAtMs = performance.now();
  try {
    const made = await createConverter({ env: process.env }).convert(join(folder, 'upload'), 'odt', work);
    const tookMs = performance.now() - startedAtMs;
    const counted = made.ok ? await pagesOf(made.value) : null;
    const figures: Figure[] = [
      { ...pages, value: counted?.ok === true ? counted.value : 0 },
      { name: 'until a short document is a PDF', value: tookMs, unit: 'ms', goal: { atMost: 30_000 } },
    ];
    return report('convert', figures, { made: made.ok ? 'ok' : made.problem });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
