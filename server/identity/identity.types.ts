import type {
  DeviceId,
  GrantId,
  PersonId,
  RegionId,
  RoomId,
  SchoolId,
  SessionId,
  ViewerId,
} from '../../shared/kernel/ids.ts';
import type { RoleGrant } from '../../shared/person.ts';
import type { RequestName } from '../../shared/wire/requests.ts';
import type { RouteName } from '../../shared/wire/routes.ts';

/** Whoever asks. Settled from cookies at the door, never from a payload. */
export type Actor =
  | {
      readonly kind: 'person';
      readonly personId: PersonId;
      readonly loginId: string;
      readonly schoolId: SchoolId | null;
      readonly grants: readonly RoleGrant[];
    }
  | {
      readonly kind: 'device';
      readonly deviceId: DeviceId;
      readonly roomId: RoomId;
      /** Which of the browsers that hold this screen's cookies. */
      readonly placeId?: string;
    }
  /**
   * A phone that helps in one lesson: a local teacher's in its room, named or a substitute's (`personId` null), or the lecturer's own
   * (`roomId` null), which shows what the class must not see.
   */
  | {
      readonly kind: 'phone';
      readonly grantId: GrantId;
      readonly sessionId: SessionId;
      readonly roomId: RoomId;
      readonly personId: PersonId | null;
    }
  | {
      readonly kind: 'phone';
      readonly grantId: GrantId;
      readonly sessionId: SessionId;
      readonly roomId: null;
      readonly personId: PersonId;
    }
  /** A browser that watches one lesson by its link, without a name. */
  | { readonly kind: 'viewer'; readonly viewerId: ViewerId; readonly sessionId: SessionId }
  | { readonly kind: 'visitor' };

/** Everything that can be asked for; each has exactly one row in the permission table. */
export type Action = RouteName | RequestName;

/** What somebody is to a particular thing, found by the caller. The two of schools: they belong to that school, or to one linked with it. */
export type Relation =
  | 'lecturer'
  | 'assistant'
  | 'member'
  | 'roomDevice'
  | 'roomPhone'
  | 'lecternPhone'
  | 'viewer'
  | 'leadingSchool'
  | 'receivingSchool'
  | 'self';

/** Where a thing stands in the tree, root first; a school comes after its regions. */
export type ScopePath = { readonly regionIds: readonly RegionId[]; readonly schoolIds: readonly SchoolId[] };

export type Scope = {
  /**
   * Empty for what belongs to no place. Several when a thing has two ends (a lesson: leading and receiving schools); the first is where it
   * belongs (a lesson: its leading school), and some actions ask for a role there.
   */
  readonly paths: readonly ScopePath[];
  readonly relations: readonly Relation[];
};

/** Says yes or no; the caller answers NOT_FOUND or FORBIDDEN. */
export type Permit = (actor: Actor, action: Action, scope: Scope) => boolean;
