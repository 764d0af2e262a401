import type { ObjectsTrouble } from './objects.types.ts';

/** What an answer that is none of those expected means; by the store's own word for it first. */
export function troubleOf(status: number, text: string): ObjectsTrouble {
  const code = within(text, 'Code')[0] ?? '';
  if (code === 'RequestTimeTooSkewed') return 'clock';
  if (code === 'NoSuchBucket') return 'bucket';
  if (/^(PermanentRedirect|AuthorizationHeaderMalformed|TemporaryRedirect)$/.test(code)) return 'region';
  if (/(Storage|Quota|Disk).*(Full|Exceeded)|^EntityTooLarge$/i.test(code) || status === 507) return 'full';
  if (status === 401 || status === 403) return 'refused';
  if (status === 429 || status >= 500) return 'unreachable';
  return 'odd';
}

/** The texts of all elements of that name; the store's answers nest none of those that are asked for here. */
export function within(xml: string, name: string): string[] {
  return [...xml.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, 'g'))].map(([, text]) =>
    plain(text ?? ''),
  );
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };
const plain = (text: string): string =>
  text.replace(/&(?:#(\d+)|(lt|gt|quot|apos|amp));/g, (_, digits?: string, name?: string) =>
    name === undefined ? String.fromCodePoint(Number(digits)) : (entities[name] ?? ''),
  );

export const escaped = (text: string): string =>
  text.replace(/[<>&"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** What says of which parts a large file is made. */
export const listOfParts = (etags: readonly string[]): string =>
  `<CompleteMultipartUpload xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${etags
    .map((etag, n) => `<Part><PartNumber>${n + 1}</PartNumber><ETag>${escaped(etag)}</ETag></Part>`)
    .join('')}</CompleteMultipartUpload>`;
