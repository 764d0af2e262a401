import type { ReadyVersion } from '../platform/register.types.ts';

/** So many versions are written by one statement: a few milliseconds each. */
const TOGETHER = 250;

/** With the value that no other entry may have; empty for none. */
export type StagedVersion = ReadyVersion & { readonly claim: string };

/** Versions that wait for being written, packed: a hundred thousand of them are some tens of megabytes, outside of the heap. */
export class StagedVersions {
  readonly #packed: Buffer[] = [];
  #open: StagedVersion[] = [];
  #count = 0;

  get count(): number {
    return this.#count;
  }

  push(version: StagedVersion): void {
    this.#open.push(version);
    this.#count += 1;
    if (this.#open.length < TOGETHER) return;
    this.#packed.push(Buffer.from(JSON.stringify(this.#open)));
    this.#open = [];
  }

  *batches(): Generator<readonly StagedVersion[]> {
    for (const packed of this.#packed) yield JSON.parse(packed.toString('utf8')) as readonly StagedVersion[];
    if (this.#open.length > 0) yield this.#open;
  }
}
