import { z } from 'zod';
import { COURSEWARE_PART_BYTES, coursewarePartPath, coursewarePath } from '../../shared/courseware-file.ts';
import { coursewareId } from '../../shared/kernel/ids.ts';
import { fail } from '../../shared/kernel/result.ts';
import type { Actor } from '../identity/identity.types.ts';
import type { ContentRoute } from '../platform/http-content.ts';
import type { UploadRoute } from '../platform/http-uploads.ts';
import type { RouteHandlers } from '../platform/ports.ts';
import type { CoursewareService } from './courseware.service.ts';

type Routes = Pick<
  RouteHandlers<Actor>,
  'courseware.list' | 'courseware.upload' | 'courseware.reuse' | 'courseware.rename' | 'courseware.remove'
>;

export const coursewareRoutes = (service: CoursewareService): Routes => ({
  'courseware.list': ({ actor }, { sessionId }) => service.list(actor, sessionId),
  'courseware.upload': ({ actor }, body) => service.upload(actor, body),
  'courseware.reuse': ({ actor }, body) => service.reuse(actor, body),
  'courseware.rename': ({ actor }, body) => service.rename(actor, body),
  'courseware.remove': ({ actor }, body) => service.remove(actor, body.coursewareId),
});

const PARAMETER = ':coursewareId';
const partFields = z.strictObject({ coursewareId, at: z.coerce.number().int().min(0) });
const fileFields = z.strictObject({ coursewareId });

/** The bytes of an announced file, a part at a time: the limit on how long a request may take holds for each. */
export const coursewareUpload = (service: CoursewareService): UploadRoute<Actor> => ({
  as: 'courseware.upload',
  path: coursewarePartPath(PARAMETER, 0).replace(/\?.*/, ''),
  bytesMax: COURSEWARE_PART_BYTES,
  async handle({ actor }, fields, bytes) {
    const asked = partFields.safeParse(fields);
    if (!asked.success || bytes.length === 0) return fail('BAD_REQUEST');
    return service.part(actor, asked.data.coursewareId, { at: asked.data.at, bytes });
  },
});

export const coursewareContent = (service: CoursewareService): ContentRoute<Actor> => ({
  name: 'courseware.fetch',
  path: coursewarePath(PARAMETER),
  async handle({ actor }, fields) {
    const asked = fileFields.safeParse(fields);
    return asked.success ? service.fetch(actor, asked.data.coursewareId) : fail('NOT_FOUND');
  },
});
