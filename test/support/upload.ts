import { setTimeout as pause } from 'node:timers/promises';
import { IMPORT_PART_BYTES, type ImportKind, type ImportState } from '../../shared/import.ts';
import type { Api } from './api.ts';

const POLL_MS = 250;

/** Sends a file to the running product and waits until it is checked. */
export async function upload(
  { api, url }: { readonly api: Api; readonly url: string },
  {
    kind,
    fileName,
    bytes,
  }: { readonly kind: ImportKind; readonly fileName: string; readonly bytes: Uint8Array },
): Promise<ImportState> {
  const { importId } = await api.call('import.open', {
    kind,
    fileName,
    bytes: bytes.length,
    locale: 'zh-CN',
  });
  const cookie = api.cookies().map(({ name, value }) => `${name}=${value}`);
  for (let at = 0; at < bytes.length; at += IMPORT_PART_BYTES) {
    const answer = await fetch(`${url}/api/imports/${importId}/bytes?at=${at}`, {
      method: 'POST',
      headers: { origin: url, cookie: cookie.join('; '), 'content-type': 'application/octet-stream' },
      body: Buffer.from(bytes.subarray(at, at + IMPORT_PART_BYTES)),
    });
    if (!answer.ok) throw new Error(`a part was refused: ${answer.status} ${await answer.text()}`);
  }
  return settled(api, importId);
}

export async function apply(api: Api, { importId }: ImportState): Promise<ImportState> {
  await api.call('import.apply', { importId });
  return settled(api, importId);
}

async function settled(api: Api, importId: ImportState['importId']): Promise<ImportState> {
  for (;;) {
    const state = await api.call('import.read', { importId });
    if (!['uploading', 'reading', 'applying'].includes(state.state.state)) return state;
    await pause(POLL_MS);
  }
}
