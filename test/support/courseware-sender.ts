import { setTimeout as pause } from 'node:timers/promises';
import { type CoursewareCard, coursewareCard, coursewarePartPath } from '../../shared/courseware-file.ts';
import type { SessionId } from '../../shared/kernel/ids.ts';
import type { Api } from './api.ts';

type At = { readonly api: Api; readonly url: string };
const POLL_MS = 100;

export const cookiesOf = (api: Api): string =>
  api
    .cookies()
    .map(({ name, value }) => `${name}=${value}`)
    .join('; ');

/** Sends one part. @returns the answer as HTTP has it */
export const sendPart = ({ api, url }: At, id: string, part: { at: number; bytes: Uint8Array }) =>
  fetch(url + coursewarePartPath(id, part.at), {
    method: 'POST',
    headers: { origin: url, cookie: cookiesOf(api), 'content-type': 'application/octet-stream' },
    body: Buffer.from(part.bytes),
  });

/** Announces a file and sends all of it, in parts of `partBytes`. */
export async function bring(
  at: At,
  sessionId: SessionId,
  { name, bytes, partBytes = 65_536 }: { name: string; bytes: Uint8Array; partBytes?: number },
): Promise<CoursewareCard> {
  let card = await at.api.call('courseware.upload', { sessionId, name, bytes: bytes.length });
  for (let from = 0; from < bytes.length; from += partBytes) {
    const answer = await sendPart(at, card.coursewareId, {
      at: from,
      bytes: bytes.subarray(from, from + partBytes),
    });
    if (!answer.ok) throw new Error(`a part was refused: ${answer.status} ${await answer.text()}`);
    card = coursewareCard.parse(await answer.json());
  }
  return card;
}

/** Waits until the server has looked through a file. */
export async function settled(api: Api, sessionId: SessionId, id: string): Promise<CoursewareCard> {
  for (;;) {
    const { files } = await api.call('courseware.list', { sessionId });
    const card = files.find(({ coursewareId }) => coursewareId === id);
    if (card === undefined) throw new Error('the file is gone');
    if (card.now.state === 'ready' || card.now.state === 'failed') return card;
    await pause(POLL_MS);
  }
}
