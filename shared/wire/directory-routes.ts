import { z } from 'zod';
import { classFields } from '../class.ts';
import { classId, personId, regionId, roomId, schoolId, subjectId } from '../kernel/ids.ts';
import { localDate } from '../kernel/time.ts';
import { loginName, password, personFields } from '../person.ts';
import { pin } from '../phone.ts';
import { regionFields } from '../region.ts';
import { roomFields } from '../room.ts';
import { schoolFields } from '../school.ts';
import { subjectFields } from '../subject.ts';
import { registerRoutes } from './register-routes.ts';

const nothing = z.object({});
const people = registerRoutes('person', '/api/people', {
  id: personId,
  fields: personFields,
  about: 'Staff.',
});

/** The rows about who and where. */
export const directoryRoutes = {
  ...registerRoutes('region', '/api/regions', { id: regionId, fields: regionFields, about: 'The tree.' }),
  ...registerRoutes('school', '/api/schools', {
    id: schoolId,
    fields: schoolFields,
    about: 'Schools and teaching points.',
  }),
  'school.merge': {
    method: 'POST',
    path: '/api/schools/:id/merge',
    body: z.strictObject({
      id: schoolId,
      expectedVersion: z.int().min(1),
      intoId: schoolId,
      validFrom: localDate.optional(),
    }),
    answer: z.object({ moved: z.object({ rooms: z.int(), classes: z.int(), people: z.int() }) }),
    about: 'Closes a school and moves its rooms, classes and staff into another, from a day on.',
  },
  ...registerRoutes('room', '/api/rooms', { id: roomId, fields: roomFields, about: 'Classrooms.' }),
  ...registerRoutes('class', '/api/classes', {
    id: classId,
    fields: classFields,
    about: 'Classes with their enrolled count.',
  }),
  ...registerRoutes('subject', '/api/subjects', {
    id: subjectId,
    fields: subjectFields,
    about: 'Subjects of the curriculum with the periods that they require.',
  }),
  ...people,
  'person.add': {
    method: 'POST',
    path: '/api/people',
    body: z.strictObject({
      ...personFields.shape,
      login: z.strictObject({ loginName, password }).optional(),
    }),
    answer: z.object({ id: personId }),
    about: 'Adds a member of staff, with a sign-in if given.',
  },
  'person.setPin': {
    method: 'POST',
    path: '/api/people/:personId/pin',
    body: z.strictObject({ personId, pin }),
    answer: nothing,
    about: "Sets or changes a member of staff's PIN for phones: their administrator, or they themselves.",
  },
  'person.listPins': {
    method: 'GET',
    path: '/api/people/pins',
    body: z.strictObject({}),
    answer: z.object({ personIds: z.array(personId) }),
    about: 'Who has a PIN, of those whose PIN the asker may set.',
  },
} as const;
