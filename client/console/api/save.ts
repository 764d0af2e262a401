import { appErrorSchema } from '../../../shared/kernel/errors.ts';
import { Refusal } from './ask.ts';

/** Fetches a file, however long it takes to be made, and hands it to the browser to keep. Throws a Refusal with the server's reason. */
export async function saveFile(address: string): Promise<void> {
  const response = await fetch(address, { credentials: 'same-origin', cache: 'no-store' }).catch(() => {
    throw new Refusal({ code: 'UNAVAILABLE' });
  });
  if (!response.ok) {
    const said = appErrorSchema.safeParse(await response.json().catch(() => null));
    throw new Refusal(said.success ? { code: said.data.code } : { code: 'INTERNAL' });
  }
  // A file that broke off on the way is none.
  const blob = await response.blob().catch(() => {
    throw new Refusal({ code: 'UNAVAILABLE' });
  });
  const name = /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '')?.[1];
  saveBlob(blob, name ?? 'export');
}

/** Hands something to the browser to keep. */
export function saveBlob(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  // A browser may come for it only after this turn; taken back at once, nothing would be kept, and nobody told.
  setTimeout(() => URL.revokeObjectURL(link.href), FETCHED_MS);
}

const FETCHED_MS = 60_000;
