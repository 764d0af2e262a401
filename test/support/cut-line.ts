import { connect, createServer, type Socket } from 'node:net';

/** A line in front of a server that can be cut: nothing passes, nobody is told, and what was on its way comes after. */
export type CutLine = {
  readonly url: string;
  /** What comes from the server, by so many bytes a second; null for as fast as it goes. */
  slow(bytesPerS: number | null): void;
  cut(): void;
  /** As a cable that is pulled out at this machine: every connection is over at once, and nothing passes until it is mended. */
  drop(): void;
  mend(): void;
  close(): Promise<void>;
};

/** @param port of the line, so that a server may know its origin beforehand */
export async function openLine(port: number, serverPort: number): Promise<CutLine> {
  const ends = new Set<Socket>();
  let isCut = false;
  let paceBytesPerS: number | null = null;
  const server = createServer((near) => {
    const far = connect(serverPort, '127.0.0.1');
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      ends.add(from);
      if (isCut) from.pause();
      from.on('data', (chunk) => {
        // What one side cannot take yet waits at the other.
        if (!to.write(chunk)) from.pause();
        if (from !== far || paceBytesPerS === null) return;
        from.pause();
        setTimeout(
          () => {
            if (!isCut) from.resume();
          },
          (chunk.length / paceBytesPerS) * 1000,
        );
      });
      to.on('drain', () => {
        if (!isCut) from.resume();
      });
      from.on('end', () => to.end());
      from.on('error', () => to.destroy());
      from.on('close', () => {
        ends.delete(from);
        if (!isCut) to.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${port}`,
    slow(bytesPerS) {
      paceBytesPerS = bytesPerS;
    },
    cut() {
      isCut = true;
      for (const end of ends) end.pause();
    },
    drop() {
      isCut = true;
      for (const end of ends) end.destroy();
    },
    mend() {
      isCut = false;
      for (const end of ends) end.resume();
    },
    close() {
      for (const end of ends) end.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
