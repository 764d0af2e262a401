import { IMPORT_PART_BYTES, type ImportKind, type ImportState } from '../../../shared/import.ts';
import { appErrorSchema } from '../../../shared/kernel/errors.ts';
import type { Locale } from '../../../shared/text/text.ts';
import { askOrThrow, Refusal } from '../api/ask.ts';

/** A part that did not come through is sent again: the server knows it by its place. */
const TRIES = 4;
const PART_LIMIT_MS = 10_000;

type Wish = { readonly kind: ImportKind; readonly file: File; readonly locale: Locale };

/**
 * Sends a file part by part and tells how far it is, 0..1.
 * @throws Refusal
 */
export async function sendFile(
  { kind, file, locale }: Wish,
  onProgress: (ratio: number) => void,
): Promise<ImportState['importId']> {
  const { importId } = await askOrThrow('import.open', {
    kind,
    fileName: file.name.slice(0, 200),
    bytes: file.size,
    locale,
  });
  for (let at = 0; at < file.size; at += IMPORT_PART_BYTES) {
    await sendPart(`/api/imports/${importId}/bytes?at=${at}`, file.slice(at, at + IMPORT_PART_BYTES), TRIES);
    onProgress(Math.min(1, (at + IMPORT_PART_BYTES) / file.size));
  }
  return importId;
}

async function sendPart(address: string, body: Blob, triesLeft: number): Promise<void> {
  const headers = { 'content-type': 'application/octet-stream' };
  try {
    const answer = await fetch(address, {
      ...{ method: 'POST', headers, body, credentials: 'same-origin' },
      signal: AbortSignal.timeout(PART_LIMIT_MS),
    });
    if (answer.ok) return;
    const problem = appErrorSchema.safeParse(await answer.json());
    const { params, requestId, code } = problem.success ? problem.data : { code: 'INTERNAL' as const };
    throw new Refusal({ code, ...(params ? { params } : {}), ...(requestId ? { requestId } : {}) });
  } catch (cause) {
    if (cause instanceof Refusal) throw cause;
    if (triesLeft <= 1) throw new Refusal({ code: 'UNAVAILABLE' });
    await sendPart(address, body, triesLeft - 1);
  }
}
