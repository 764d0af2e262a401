import type { createSnapshots } from '../../server/coverage/snapshot.module.ts';
import type { Actor } from '../../server/identity/identity.types.ts';

/** A frozen report as somebody gets it to keep; the code of the refusal when they do not. */
export async function snapshotFile(
  { downloads }: Pick<ReturnType<typeof createSnapshots>, 'downloads'>,
  actor: Actor,
  snapshotId: string,
): Promise<{ readonly text: string } | { readonly code: string | undefined }> {
  const context = { actor, requestId: 'r', address: '127.0.0.1', cookies: {}, setCookie: () => undefined };
  const answer = await downloads
    .find(({ name }) => name === 'snapshot.file')
    ?.handle(context, { snapshotId });
  if (answer?.ok !== true) return { code: answer?.error.code };
  const pieces: (string | Uint8Array)[] = [];
  for await (const piece of answer.value.pieces ?? []) pieces.push(piece);
  return { text: pieces.join('') };
}
