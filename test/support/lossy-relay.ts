import { createSocket, type Socket } from 'node:dgram';

/** A line on loopback that loses what comes from the server: media alone, so that the two ends still hear of each other. */
export type LossyRelay = {
  readonly port: number;
  /** From now on every n-th packet of media is lost; 0: none. */
  lose(everyNth: number): void;
  readonly lostCount: () => number;
  close(): void;
};

const IP = '127.0.0.1';
const isMedia = ([first = 0, second = 0]: Buffer): boolean =>
  first >= 128 && first < 192 && !(second >= 192 && second < 224);

/** @param server where it would be reached without the relay */
export async function startLossyRelay(server: {
  readonly ip: string;
  readonly port: number;
}): Promise<LossyRelay> {
  const front = createSocket('udp4');
  const upstreams = new Map<string, Socket>();
  let [everyNth, passed, lost] = [0, 0, 0];
  const upstreamOf = ({ address, port }: { readonly address: string; readonly port: number }): Socket => {
    const client = `${address} ${port}`;
    const known = upstreams.get(client);
    if (known !== undefined) return known;
    const made = createSocket('udp4');
    made.on('message', (packet) => {
      if (isMedia(packet)) passed += 1;
      if (everyNth > 0 && isMedia(packet) && passed % everyNth === 0) lost += 1;
      else front.send(packet, port, address);
    });
    upstreams.set(client, made);
    return made;
  };
  front.on('message', (packet, from) => upstreamOf(from).send(packet, server.port, server.ip));
  await new Promise<void>((resolve) => front.bind(0, IP, resolve));
  return {
    port: front.address().port,
    lose(nth) {
      everyNth = nth;
    },
    lostCount: () => lost,
    close() {
      front.close();
      for (const each of upstreams.values()) each.close();
    },
  };
}
