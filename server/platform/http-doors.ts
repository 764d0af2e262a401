import { createServer, type RequestListener, type Server, type ServerOptions } from 'node:http';
import type { Socket } from 'node:net';
import { createServer as createTlsServer, type TLSSocket } from 'node:tls';
import type { Log } from './ports.ts';

/** PEM: the certificate with its chain, leaf first, and its key. */
type Shown = { readonly cert: string; readonly key: string };

/** What stands between the port and the product, and may change while it serves. */
export type Transport = {
  /** Shown to whoever speaks TLS. While there is one, plain HTTP gets no further than `door`. */
  certificate(): Shown | null;
  /** Calls `listener` whenever `certificate` gives another answer. */
  onCertificate(listener: () => void): void;
  /** Whether somebody at this network address gets no further than `door`, certificate or not. */
  keepsOut(address: string | undefined): boolean;
  /** The few pages for those who may not or cannot come in yet; one answer for each connection. */
  readonly door: RequestListener;
  /** Whether browsers shall never again try plain HTTP. */
  isStrict(): boolean;
};

/** The first byte of every TLS connection: a handshake record. No HTTP method begins with it. */
const TLS_HANDSHAKE = 0x16;
/** Whoever is silent for longer after connecting is cut off, as a slow sender of headers is. */
const FIRST_BYTE_MS = 5_000;
const TLS_HANDSHAKE_MS = 10_000;
/** All of a plain answer, the largest being some kilobytes. */
const DOOR_MS = 10_000;

/**
 * Lets one port speak both: what begins like TLS is decrypted and goes to `server`; plain HTTP goes to the door while there is a
 * certificate, and to `server` while there is none. Connections that are open when the certificate changes live on.
 */
export function openDoors(
  server: Server,
  transport: Transport,
  { limits, log }: { readonly limits: ServerOptions; readonly log: Log },
): Server {
  const serving = server.listeners('connection');
  const serve = (socket: Socket | TLSSocket) => {
    for (const listener of serving) listener.call(server, socket);
  };
  const door = createServer(limits, (request, response) => {
    response.shouldKeepAlive = false;
    transport.door(request, response);
  });
  const tls = createTlsServer({
    ALPNProtocols: ['http/1.1'],
    handshakeTimeout: TLS_HANDSHAKE_MS,
    minVersion: 'TLSv1.2',
  });
  const show = () => {
    const shown = transport.certificate();
    if (shown !== null) tls.setSecureContext(shown);
  };
  tls.on('secureConnection', serve);
  tls.on('tlsClientError', (error, socket) => {
    // A device that does not trust us yet hangs up so; it is no trouble of ours.
    log.debug({ error: error.message }, 'no handshake');
    socket.destroy();
  });
  show();
  transport.onCertificate(show);

  const toDoor = (socket: Socket) => {
    const limit = setTimeout(() => socket.destroy(), DOOR_MS).unref();
    socket.once('close', () => clearTimeout(limit));
    door.emit('connection', socket);
  };
  // The server knows only those that came in: whoever stands before it would keep it from ending.
  const taken = new Set<Socket>();
  const closeInside = server.closeAllConnections.bind(server);
  server.closeAllConnections = () => {
    closeInside();
    for (const socket of taken) socket.destroy();
  };
  server.removeAllListeners('connection');
  server.on('connection', (socket: Socket) => {
    taken.add(socket);
    socket.once('close', () => taken.delete(socket));
    const outside = transport.keepsOut(socket.remoteAddress);
    if (transport.certificate() === null && !outside) return serve(socket);
    onFirstByte(socket, (byte) => {
      if (byte !== TLS_HANDSHAKE) return toDoor(socket);
      if (outside || transport.certificate() === null) return socket.destroy();
      tls.emit('connection', socket);
    });
  });
  return server;
}

/** Looks at the first byte and puts it back; who sends none in time is cut off. */
function onFirstByte(socket: Socket, then: (byte: number) => void): void {
  const cut = () => socket.destroy();
  const limit = setTimeout(cut, FIRST_BYTE_MS).unref();
  const leave = () => {
    clearTimeout(limit);
    socket.off('readable', look);
    socket.off('end', cut);
    socket.off('error', cut);
    socket.off('close', leave);
  };
  const look = () => {
    const chunk: Buffer | null = socket.read(1);
    const [byte] = chunk ?? [];
    if (chunk === null || byte === undefined) return;
    leave();
    socket.unshift(chunk);
    then(byte);
  };
  socket.on('readable', look);
  socket.on('end', cut);
  socket.on('error', cut);
  socket.on('close', leave);
}
