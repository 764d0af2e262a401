/** Whether anything answers at the server's address within the limit. Never rejects. */
export type Sounding = (limitMs: number) => Promise<boolean>;

/**
 * A TCP connection to the server's own port, made by the browser's relay client: whoever listens there hangs up on words that it does not
 * understand, and that is all that has to be known. It is no WebSocket, because Chromium makes each of those wait for seconds once a dozen
 * have failed, and no HTTP request, because the few connections that it makes for those are kept, each trying less and less often.
 */
export function relaySounding(serverUrl: string): Sounding {
  const { protocol, hostname, port } = new URL(serverUrl);
  const urls = `turn:${hostname}:${port === '' ? (protocol === 'https:' ? 443 : 80) : port}?transport=tcp`;
  return async (limitMs) => {
    // Without any network the connection fails as quickly as it does where somebody answers.
    if (!navigator.onLine) return false;
    const connection = new RTCPeerConnection({
      iceTransportPolicy: 'relay',
      iceServers: [{ urls, username: 'sounding', credential: 'sounding' }],
    });
    try {
      const answered = new Promise<boolean>((resolve) => {
        connection.addEventListener('icecandidateerror', () => resolve(true));
        setTimeout(() => resolve(false), limitMs);
      });
      connection.createDataChannel('');
      await connection.setLocalDescription();
      return await answered;
    } catch {
      // A browser that cannot do this knows nothing of the line.
      return false;
    } finally {
      connection.close();
    }
  };
}
