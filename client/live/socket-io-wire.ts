import { io } from 'socket.io-client';
import { WIRE_VERSION } from '../../shared/wire/version.ts';
import type { LiveOptions } from './live.types.ts';
import type { WireFactory } from './signalling.ts';

/** Socket.IO as a bare line. WebSocket first; a school's proxy that swallows it gets long polling. */
export function socketIoWire({ url, door }: Pick<LiveOptions, 'url' | 'door'>): WireFactory {
  return (handlers) => {
    const options = {
      auth: { version: WIRE_VERSION, ...(door === undefined ? {} : { door }) },
      autoConnect: false,
      reconnection: false,
      transports: ['websocket', 'polling'],
      tryAllTransports: true,
      withCredentials: true,
    };
    const socket = url === undefined ? io(options) : io(url, options);
    socket.on('connect', () => handlers.onUp());
    socket.on('disconnect', (reason) => {
      if (reason !== 'io client disconnect') handlers.onDown();
    });
    socket.on('connect_error', (error: Error & { data?: unknown }) => {
      // A refused handshake leaves the transport open; the next try is to start from nothing.
      socket.io.engine?.close();
      handlers.onFailed(error.data);
    });
    socket.onAny((name: string, body: unknown) => handlers.onEvent(name, body));
    return {
      connect: (limitMs) => {
        socket.io.timeout(limitMs);
        socket.connect();
      },
      disconnect: () => socket.disconnect(),
      emit: (name, frame, answer) => socket.emit(name, frame, answer),
    };
  };
}
