import { createHash, X509Certificate } from 'node:crypto';
import { escapeHtml } from './install.pictures.ts';

/** DER, as Windows and Android take it. */
export const derOf = (pem: string): Buffer => new X509Certificate(pem).raw;

/** An Apple configuration profile with one root certificate. Its ids come from the certificate, so that a second install replaces the first. */
export function appleProfile(pem: string): string {
  const der = derOf(pem);
  const id = (what: string) => uuidFrom(createHash('sha256').update(der).update(what).digest());
  const lines = (der.toString('base64').match(/.{1,64}/g) ?? []).join('\n');
  const name = /CN=(.*)/.exec(new X509Certificate(pem).subject)?.[1] ?? 'Sanketang CA';
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0"><dict>
<key>PayloadContent</key><array><dict>
<key>PayloadCertificateFileName</key><string>sanketang-ca.crt</string>
<key>PayloadContent</key><data>
${lines}
</data>
<key>PayloadDisplayName</key><string>${escapeHtml(name)}</string>
<key>PayloadIdentifier</key><string>cn.sanketang.ca.${id('certificate')}</string>
<key>PayloadType</key><string>com.apple.security.root</string>
<key>PayloadUUID</key><string>${id('certificate')}</string>
<key>PayloadVersion</key><integer>1</integer>
</dict></array>
<key>PayloadDisplayName</key><string>${escapeHtml(name)}</string>
<key>PayloadIdentifier</key><string>cn.sanketang.profile.${id('profile')}</string>
<key>PayloadType</key><string>Configuration</string>
<key>PayloadUUID</key><string>${id('profile')}</string>
<key>PayloadVersion</key><integer>1</integer>
</dict></plist>
`;
}

function uuidFrom(bytes: Buffer): string {
  const hex = bytes.subarray(0, 16).toString('hex').toUpperCase();
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
