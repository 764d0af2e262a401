import {
  type LinkId,
  type LocalTeachingId,
  linkId,
  localTeachingId,
  type NeedId,
  needId,
  type SchoolId,
} from '../../shared/kernel/ids.ts';
import { ok } from '../../shared/kernel/result.ts';
import type { LinkFields } from '../../shared/link.ts';
import type { LocalTeachingFields } from '../../shared/local-teaching.ts';
import type { NeedFields } from '../../shared/need.ts';
import { invalid } from '../directory/directory.rules.ts';
import { allowed } from '../directory/directory.service.ts';
import type { DirectoryView } from '../directory/directory.types.ts';
import type { RegistrySpec } from '../directory/registry.types.ts';
import type { Relation, Scope } from '../identity/identity.types.ts';
import type { PlanningMirrors } from './planning.mirrors.ts';
import { checkLink, checkLocalTeaching, checkNeed } from './planning.rules.ts';
import type { PlanningStore } from './planning.store.ts';
import type { LessonsFollow } from './slot.following.ts';

/** Needs, links and what schools teach themselves, each with what is particular to it. */
export function planningRegistries(
  store: PlanningStore,
  mirrors: PlanningMirrors,
  follow: Pick<LessonsFollow, 'links'>,
) {
  const needs: RegistrySpec<'need', NeedId, NeedFields> = {
    name: 'need',
    id: needId,
    register: store.needs,
    mirror: mirrors.needs,
    readable: (view, { id, fields }) =>
      view.may('need.list', {
        paths: [view.snapshot.pathOf(fields.schoolId)],
        // A link shows its leading school the need that it meets, and no other.
        relations: meets(mirrors, view, id) ? ['leadingSchool'] : [],
      }),
    writeScope: ({ snapshot }, { fields }) => ({ paths: [snapshot.pathOf(fields.schoolId)], relations: [] }),
    placed: ofSchool,
    check: (fields, { view, id, others }) => {
      const { classes } = view.snapshot;
      if (fields.classId !== null && classes.get(fields.classId)?.fields.schoolId !== fields.schoolId)
        return invalid('classId', 'unknown');
      if (fields.termId !== null && mirrors.terms.versions(fields.termId).length === 0)
        return invalid('termId', 'unknown');
      // A new need is in force; withdrawing it is a change.
      if (id === null && fields.status.state !== 'inForce') return invalid('status', 'mismatch');
      return checkNeed(others(), fields);
    },
    // Its term's days count from the first on, on whichever of them it is registered.
    since: ({ termId }) =>
      termId === null ? null : (mirrors.terms.versions(termId).at(-1)?.fields.from ?? null),
    schoolOf: ({ schoolId }) => schoolId,
    words: ({ subject, grade, schoolId }, { snapshot }) => [
      subject,
      grade,
      snapshot.schools.get(schoolId)?.fields.name ?? '',
    ],
  };
  const links: RegistrySpec<'link', LinkId, LinkFields> = {
    name: 'link',
    id: linkId,
    register: store.links,
    mirror: mirrors.links,
    readable: (view, { fields }) => view.may('link.list', scopeOfLink(view, fields)),
    writeScope: (view, { fields }) => writeScopeOfLink(view, fields),
    placed: (fields, view) => {
      if (!view.seesSchool(fields.fromSchoolId)) return invalid('fromSchoolId', 'unknown');
      return view.seesSchool(fields.toSchoolId) ? ok() : invalid('toSchoolId', 'unknown');
    },
    check: (fields, { view, others }) => {
      const { fromDate, toDate } = fields;
      if (fromDate !== null && toDate !== null && toDate < fromDate) return invalid('toDate', 'range');
      const may = allowed(mayBind(view, fields));
      if (!may.ok) return may;
      const needOf = (id: NeedId) => mirrors.needs.inForce({ date: mirrors.date() }).get(id)?.fields;
      return checkLink({ needOf, links: others() }, fields);
    },
    alongside: follow.links,
    schoolOf: ({ toSchoolId }) => toSchoolId,
    words: ({ subject, grade, label, fromSchoolId, toSchoolId }, { snapshot }) => [
      subject,
      grade,
      label,
      snapshot.schools.get(fromSchoolId)?.fields.name ?? '',
      snapshot.schools.get(toSchoolId)?.fields.name ?? '',
    ],
  };
  const localTeaching: RegistrySpec<'localTeaching', LocalTeachingId, LocalTeachingFields> = {
    name: 'localTeaching',
    id: localTeachingId,
    register: store.localTeaching,
    mirror: mirrors.localTeaching,
    readable: (view, { fields }) => view.may('localTeaching.list', view.scopeOfSchool(fields.schoolId)),
    writeScope: (view, { fields }) => sideOf(view, fields.schoolId),
    placed: ofSchool,
    check: (fields, { others }) => checkLocalTeaching(others(), fields),
    schoolOf: ({ schoolId }) => schoolId,
    words: ({ subject, grade }) => [subject, grade],
  };
  return { needs, links, localTeaching };
}

const ofSchool = ({ schoolId }: { readonly schoolId: SchoolId }, view: DirectoryView) =>
  view.seesSchool(schoolId) ? ok() : invalid('schoolId', 'unknown');

/**
 * A need is the point's own request: the leading school binds itself to it alone. A link without one needs the say of both sides, so that
 * one side offers and the other answers, or an office above both enters it.
 */
function mayBind(view: DirectoryView, { status, needId, fromSchoolId, toSchoolId }: LinkFields): boolean {
  const speaksFor = (schoolId: SchoolId) => view.may('link.add', sideOf(view, schoolId));
  switch (status.state) {
    case 'accepted':
      return speaksFor(fromSchoolId) && (needId !== null || speaksFor(toSchoolId));
    case 'offered':
      return speaksFor(status.by === 'leading' ? fromSchoolId : toSchoolId);
    case 'declined':
    case 'ended':
      return speaksFor(fromSchoolId) || speaksFor(toSchoolId);
  }
}

const sideOf = ({ snapshot }: DirectoryView, schoolId: LinkFields['fromSchoolId']): Scope => ({
  paths: [snapshot.pathOf(schoolId)],
  relations: [],
});

export function scopeOfLink(
  { snapshot, actor }: DirectoryView,
  { fromSchoolId, toSchoolId }: LinkFields,
): Scope {
  const relations: Relation[] = [];
  if (actor.schoolId === fromSchoolId) relations.push('leadingSchool');
  if (actor.schoolId === toSchoolId) relations.push('receivingSchool');
  return { paths: [snapshot.pathOf(fromSchoolId), snapshot.pathOf(toSchoolId)], relations };
}

/** Either side may write an offer; who may bind both is checked with the fields. */
function writeScopeOfLink(view: DirectoryView, fields: LinkFields): Scope {
  const { snapshot } = view;
  const leading = snapshot.pathOf(fields.fromSchoolId);
  const asksOnly = fields.status.state === 'offered' && fields.status.by === 'receiving';
  return { paths: asksOnly ? [leading, snapshot.pathOf(fields.toSchoolId)] : [leading], relations: [] };
}

function meets(mirrors: PlanningMirrors, { actor }: DirectoryView, id: NeedId): boolean {
  if (actor.schoolId === null) return false;
  for (const { fields } of mirrors.links.inForce({ date: mirrors.date() }).values())
    if (fields.needId === id && fields.fromSchoolId === actor.schoolId && fields.status.state !== 'declined')
      return true;
  return false;
}
