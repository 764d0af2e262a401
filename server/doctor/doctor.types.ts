import type { DoctorTextKey } from '../../shared/text/doctor.en.ts';
import type { TextParams } from '../../shared/text/text.ts';
import type { CertificateProblem } from '../../shared/wire/access.ts';
import type { ObjectsTrouble } from '../platform/objects.types.ts';

/** One line: how it stands, what was seen, and the way out where there is something to do. */
export type Verdict = {
  readonly level: 'ok' | 'warn' | 'bad';
  readonly what: DoctorTextKey;
  readonly out?: DoctorTextKey;
  readonly params?: TextParams;
};

/** Who holds the web port. */
export type WebPort =
  | { readonly state: 'free' }
  | { readonly state: 'ours'; readonly unready: readonly string[] }
  | { readonly state: 'other' }
  | { readonly state: 'denied'; readonly error: string };

export type MediaPorts = {
  /** 0: the system hands them out. */
  readonly first: number;
  readonly count: number;
  readonly taken: readonly number[];
  readonly serverRuns: boolean;
};

/** A datagram sent to an announced address from this machine. */
export type Echo =
  | { readonly address: string; readonly state: 'heard'; readonly tripMs: number }
  | { readonly address: string; readonly state: 'silent' }
  | { readonly address: string; readonly state: 'elsewhere' };

/** The certificate as a device would see it that trusts the usual authorities and our own. */
export type CertificateLook =
  | { readonly state: 'none' | 'localhost' | 'later' }
  | { readonly state: 'proxy'; readonly url: string }
  | { readonly state: 'problem'; readonly problem: CertificateProblem; readonly name: string }
  | {
      readonly state: 'seen';
      readonly isOwn: boolean;
      /** What a device holds against it; null when nothing. */
      readonly error: string | null;
      readonly names: readonly string[];
      /** Names and addresses of this machine that it does not hold. */
      readonly lacks: readonly string[];
      readonly notAfterMs: number;
    };

export type DiskLook =
  | { readonly state: 'written'; readonly freeBytes: number; readonly syncMs: number }
  | { readonly state: 'denied'; readonly error: string };

export type ClockLook = {
  readonly nowMs: number;
  /** What the board's clock says; null where there is none to read. */
  readonly boardMs: number | null;
  readonly zone: string;
  /** When this version was made. */
  readonly madeMs: number;
};

/** Of the store that recordings go to; `none` where none is wished for. */
export type ObjectsLook =
  | { readonly state: 'none' }
  | { readonly state: 'works'; readonly place: string }
  | {
      readonly state: 'fails';
      readonly place: string;
      readonly trouble: ObjectsTrouble;
      readonly error: string;
    };

export type DatabaseLook =
  | { readonly state: 'new' }
  | { readonly state: 'whole'; readonly stepCount: number }
  | { readonly state: 'broken'; readonly error: string }
  | { readonly state: 'away'; readonly error: string };
