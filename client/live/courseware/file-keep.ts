/** Where what has been fetched of a file outlives a reload, in pieces and by the hash of the whole. */
export interface FileKeep {
  /** All pieces that are there, in order. */
  pieces(sha256: string): Promise<readonly Uint8Array<ArrayBuffer>[]>;
  /** @returns whether it was kept; a full disk keeps no more */
  add(sha256: string, index: number, piece: Uint8Array<ArrayBuffer>): Promise<boolean>;
  drop(sha256: string): Promise<void>;
}

/** For as long as the page is open, where the browser keeps nothing. */
export class MemoryKeep implements FileKeep {
  readonly #files = new Map<string, Uint8Array<ArrayBuffer>[]>();

  async pieces(sha256: string): Promise<readonly Uint8Array<ArrayBuffer>[]> {
    return this.#files.get(sha256) ?? [];
  }

  async add(sha256: string, index: number, piece: Uint8Array<ArrayBuffer>): Promise<boolean> {
    const pieces = this.#files.get(sha256) ?? [];
    this.#files.set(sha256, pieces);
    pieces[index] = piece;
    return true;
  }

  async drop(sha256: string): Promise<void> {
    this.#files.delete(sha256);
  }
}

/** Tries the disk first; what it does not take is held in memory. */
export class SpillingKeep implements FileKeep {
  readonly #disk: FileKeep;
  readonly #memory = new MemoryKeep();

  constructor(disk: FileKeep) {
    this.#disk = disk;
  }

  async pieces(sha256: string): Promise<readonly Uint8Array<ArrayBuffer>[]> {
    const held: Uint8Array<ArrayBuffer>[] = [...(await this.#disk.pieces(sha256))];
    (await this.#memory.pieces(sha256)).forEach((piece, index) => {
      held[index] = piece;
    });
    return held;
  }

  async add(sha256: string, index: number, piece: Uint8Array<ArrayBuffer>): Promise<boolean> {
    return (await this.#disk.add(sha256, index, piece)) || this.#memory.add(sha256, index, piece);
  }

  async drop(sha256: string): Promise<void> {
    await this.#disk.drop(sha256);
    await this.#memory.drop(sha256);
  }
}
