import type { InvitationId, PersonId } from '../../shared/kernel/ids.ts';

export type IdentityTables = {
  credential: { person_id: PersonId; login_name: string; password_hash: string; made_at_ms: number };
  login: {
    token_hash: string;
    id: string;
    person_id: PersonId;
    created_at_ms: number;
    last_seen_at_ms: number;
    /** What the browser says of itself, in a few words. */
    browser: string;
  };
  setup_link: { id: number; token_hash: string; made_at_ms: number; used_at_ms: number | null };
  /** At most one for a person; whoever comes with it takes it away. */
  invitation: {
    person_id: PersonId;
    id: InvitationId;
    token_hash: string;
    made_at_ms: number;
    made_by: PersonId;
    expires_at_ms: number;
  };
};
