import { z } from 'zod';
import { fail, ok } from '../../shared/kernel/result.ts';
import type { Actor } from '../identity/identity.types.ts';
import type { DownloadRoute } from '../platform/http-routes.ts';
import type { RouteHandlers } from '../platform/ports.ts';
import type { SnapshotService } from './snapshot.service.ts';

type Names = 'snapshot.list' | 'snapshot.make' | 'snapshot.differences';

export const snapshotRoutes = (service: SnapshotService): Pick<RouteHandlers<Actor>, Names> => ({
  'snapshot.list': ({ actor }) => service.list(actor),
  'snapshot.make': ({ actor }, about) => service.make(actor, about),
  'snapshot.differences': ({ actor }, { snapshotId }) => service.differences(actor, snapshotId),
});

const ofSnapshot = z.strictObject({ snapshotId: z.uuid() });

/** A province's month is tens of megabytes: it is sent as it is read. */
async function* linesOf(parts: AsyncIterable<string>, sha256: string): AsyncGenerator<string> {
  yield* parts;
  yield `${JSON.stringify({ sha256 })}\n`;
}

/** The frozen report as a file, one JSON a line, its SHA-256 in the last. */
export const snapshotDownload = (service: SnapshotService): DownloadRoute<Actor> => ({
  name: 'snapshot.file',
  path: '/api/snapshots/:snapshotId/file',
  async handle({ actor }, query) {
    const asked = ofSnapshot.safeParse(query);
    if (!asked.success) return fail('BAD_REQUEST');
    const found = await service.open(actor, asked.data.snapshotId);
    if (!found.ok) return found;
    const { row, parts } = found.value;
    const { period_kind: kind, period_from: from, sha256 } = row;
    return ok({
      contentType: 'application/jsonl',
      fileName: `${kind}-${from}-${sha256.slice(0, 8)}.snapshot.jsonl`,
      text: '',
      pieces: linesOf(parts(), sha256),
    });
  },
});
