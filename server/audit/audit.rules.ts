import type { Actor } from '../identity/identity.types.ts';
import type { ActorKind, Facts, Thing } from './audit.types.ts';

type Fields = Readonly<Record<string, unknown>>;

/** What somebody asked and was answered. */
export type Act = {
  readonly name: string;
  readonly kind: 'act' | 'read' | 'download';
  readonly path: string;
  readonly body: Fields;
  readonly answer: unknown;
};

/** One request touches at most so many things that are named one by one. */
export const SUBJECTS_MAX = 500;
const LONGEST_LIST = 300;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const DATE = /^\d{4}-\d{2}-\d{2}$/;
/** Of what is exported. */
const FILE = /^[a-zA-Z]{1,30}\.(csv|xlsx|json|pdf)$/;
const plain = [UUID, DATE, FILE];
/** What opens a door, in whatever shape it comes. */
const SECRET = /password|token|secret|pin|code|key|current/i;

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isId = (value: unknown): value is string => typeof value === 'string' && UUID.test(value);

/** Whoever comes to sign in is nobody yet; the answer says who they are. */
export function actorOf(actor: Actor, { answer }: Pick<Act, 'answer'>): { kind: ActorKind; id: string } {
  switch (actor.kind) {
    case 'person':
      return { kind: 'person', id: actor.personId };
    case 'device':
      return { kind: 'device', id: actor.deviceId };
    case 'phone':
      return actor.personId === null
        ? { kind: 'phone', id: actor.grantId }
        : { kind: 'person', id: actor.personId };
    case 'viewer':
      return { kind: 'viewer', id: actor.viewerId };
    case 'visitor': {
      const person = isObject(answer) ? answer['personId'] : null;
      return isId(person) ? { kind: 'person', id: person } : { kind: 'visitor', id: '' };
    }
  }
}

export type Subject = { readonly id: string; readonly facts: Facts };

/** The things that a request was about, each with what is to be said of it. One without an id when there was no particular thing. */
export function subjectsOf(act: Act): Subject[] {
  const listed = listedIn(act);
  if (listed.length > 0) return listed;
  const facts = factsOf(act.body);
  const ids = idsOf(act);
  return ids.length === 0 ? [{ id: '', facts }] : ids.map((id) => ({ id, facts }));
}

/** The six rows of a register change several entries at once. */
function listedIn({ body, answer }: Act): Subject[] {
  const { changes, entries, ...rest } = body;
  const wishes = Array.isArray(changes) ? changes : Array.isArray(entries) ? entries : [];
  const versions = new Map<unknown, unknown>(
    isObject(answer) && Array.isArray(answer['versions'])
      ? answer['versions'].filter(isObject).map((each) => [each['id'], each['version']])
      : [],
  );
  return wishes
    .filter(isObject)
    .slice(0, SUBJECTS_MAX)
    .flatMap(({ id, fields }) => {
      if (!isId(id)) return [];
      const version = versions.get(id);
      const said = isObject(fields) ? { fields: namesOf(fields) } : {};
      return [
        { id, facts: { ...factsOf(rest), ...said, ...(typeof version === 'number' ? { version } : {}) } },
      ];
    });
}

function idsOf({ name, kind, path, body, answer }: Act): string[] {
  const parameter = /:(\w+)/.exec(path)?.[1];
  const named = parameter === undefined ? undefined : body[parameter];
  if (isId(named)) return [named];
  const [noun = ''] = name.split('.');
  const own = `${noun}Id`;
  // A list that was read is one reading, however many it names.
  const places = (kind === 'act' ? [answer, body] : [body]).filter(isObject);
  const one = places.flatMap((each) => [each[own], each['id'], each['personId']]).find(isId);
  if (one !== undefined || kind !== 'act') return one === undefined ? [] : [one];
  const many = isObject(answer) ? Object.values(answer).filter(Array.isArray).flat() : [];
  const made = many.filter(isObject).flatMap((each) => [each[own] ?? each['id']]);
  return [...new Set(made.filter(isId))].slice(0, SUBJECTS_MAX);
}

/**
 * Ids, dates, names of our files, numbers and yes or no as they are; of everything else only that it was given. Nothing that somebody
 * typed is kept: it may be somebody's name, and nobody can tell.
 */
export function factsOf(body: Fields): Facts {
  const facts: Record<string, string | number | boolean> = {};
  const given: string[] = [];
  for (const [name, value] of Object.entries(body)) {
    if (value === undefined || value === null || value === '') continue;
    if (SECRET.test(name)) given.push(name);
    else if (typeof value === 'number' || typeof value === 'boolean') facts[name] = value;
    else if (typeof value === 'string' && plain.some((shape) => shape.test(value))) facts[name] = value;
    else if (Array.isArray(value)) facts[`${name}Count`] = value.length;
    else given.push(name);
  }
  if (given.length > 0) facts['fields'] = cut(given.join(', '));
  return facts;
}

const namesOf = (fields: Fields): string => cut(Object.keys(fields).join(', '));
const cut = (text: string): string => text.slice(0, LONGEST_LIST);

/** Which fields a version changed, by comparing it with the one before; null when that is not known. */
export function changedIn(thing: Thing | undefined, version: unknown): string | null {
  const now = thing?.versions.find((each) => each.version === version);
  const before = thing?.versions.find((each) => each.version === Number(version) - 1);
  if (now === undefined || before === undefined) return null;
  const [old, fresh] = [new Map(Object.entries(before.fields)), new Map(Object.entries(now.fields))];
  const names = [...new Set([...old.keys(), ...fresh.keys()])];
  return cut(names.filter((name) => !isSame(old.get(name), fresh.get(name))).join(', '));
}

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Regions and schools on the way to where somebody or something stands, each once. */
export const placesOf = (things: readonly (Thing | undefined)[]): string[] => [
  ...new Set(
    things.flatMap((thing) => (thing?.paths ?? []).flatMap((path) => [...path.regionIds, ...path.schoolIds])),
  ),
];
