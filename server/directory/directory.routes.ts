import type { Actor } from '../identity/identity.types.ts';
import type { RouteHandlers } from '../platform/ports.ts';
import type { DirectoryAdditions } from './directory.additions.ts';
import type { DirectoryLists } from './directory.service.ts';

export type DirectoryRoutes = Pick<
  RouteHandlers<Actor>,
  | 'region.list'
  | 'school.list'
  | 'school.add'
  | 'room.list'
  | 'room.add'
  | 'class.list'
  | 'class.add'
  | 'person.list'
  | 'person.add'
>;

export function directoryRoutes(lists: DirectoryLists, additions: DirectoryAdditions): DirectoryRoutes {
  return {
    'region.list': ({ actor }) => lists.regions(actor),
    'school.list': ({ actor }) => lists.schools(actor),
    'school.add': ({ actor }, body) => additions.school(actor, body),
    'room.list': ({ actor }) => lists.rooms(actor),
    'room.add': ({ actor }, body) => additions.room(actor, body),
    'class.list': ({ actor }) => lists.classes(actor),
    'class.add': ({ actor }, body) => additions.class(actor, body),
    'person.list': ({ actor }) => lists.people(actor),
    'person.add': ({ actor }, { login, ...fields }) => additions.person(actor, fields, login),
  };
}
