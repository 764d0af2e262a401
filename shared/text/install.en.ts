import type { Dictionary } from './text.ts';

/** What phones and PCs see when they first come: how to install the school's own certificate. Words of each system stand as it writes them. */
export const installEn = {
  'install.title': 'Let this device trust Sanketang',
  'install.lead':
    'Once for each device, about two minutes. After that Sanketang opens without a warning, and camera and microphone work.',
  'install.other': '中文',
  'install.checking': 'Checking this device …',
  'install.trusted': "This device trusts the school's server already. Nothing to install.",
  'install.untrusted': "This device does not trust the school's server yet. Please follow the steps below.",
  'install.go': 'Open Sanketang',
  'install.again': 'Installed; check again',
  'install.wechat':
    'This page is open inside WeChat. Tap “⋯” at the top right and choose “Open in Browser”: WeChat cannot download certificates.',
  'install.fingerprint': 'Fingerprint (SHA-256)',
  'install.fingerprintLead':
    "Compare it with the one on the administrator's page “Getting in”; install only if they are the same.",
  'install.download': 'Download the certificate',
  'install.profile': 'Download the profile',
  'install.windows': 'Windows PC',
  'install.android': 'Android phone, tablet or panel',
  'install.ios': 'iPhone or iPad',
  'install.windows.1': 'Choose “Download the certificate”, save it, and double-click sanketang-ca.crt.',
  'install.windows.2': 'Choose “Install Certificate…”.',
  'install.windows.3': 'Choose “Local Machine” and “Next”; answer “Yes” when Windows asks.',
  'install.windows.4':
    'Choose “Place all certificates in the following store”, “Browse”, “Trusted Root Certification Authorities”, then “Next” and “Finish”.',
  'install.windows.5': 'Close all browser windows and open the browser again.',
  'install.android.1': 'Tap “Download the certificate” and save sanketang-ca.crt.',
  'install.android.2':
    'Open “Settings” and search for “CA certificate”; or go to “Security”, “More security settings”, “Encryption & credentials”, “Install a certificate”.',
  'install.android.3':
    'Tap “CA certificate”, “Install anyway”, enter the screen lock, and pick sanketang-ca.crt.',
  'install.android.4':
    "Open Sanketang in the phone's own browser or Chrome. WeChat ignores certificates installed on the phone and goes on warning.",
  'install.ios.1': 'Open this page in Safari, tap “Download the profile”, then “Allow”.',
  'install.ios.2':
    'Open “Settings”, tap “Profile Downloaded” at the top, then “Install”. “Not Signed” or “Not Verified” is normal: it comes from your school.',
  'install.ios.3':
    'Go to “Settings”, “General”, “About”, “Certificate Trust Settings”, switch Sanketang on and tap “Continue”.',
  'install.ios.4': 'Come back to this page and tap “check again”.',
  'install.label.settings': 'Settings',
  'install.label.downloads': 'Downloads',
  'install.label.certificate': 'Certificate',
  'install.label.issuedTo': 'Issued to: 三课堂 Sanketang CA',
  'install.label.installCertificate': 'Install Certificate…',
  'install.label.wizard': 'Certificate Import Wizard',
  'install.label.currentUser': 'Current User',
  'install.label.localMachine': 'Local Machine',
  'install.label.next': 'Next',
  'install.label.autoStore': 'Automatically select the store',
  'install.label.thisStore': 'Place all certificates in this store',
  'install.label.rootStore': 'Trusted Root Certification Authorities',
  'install.label.reopen': 'Open the browser again',
  'install.label.save': 'Save',
  'install.label.security': 'Security',
  'install.label.credentials': 'Encryption & credentials',
  'install.label.installFromStorage': 'Install a certificate',
  'install.label.caCertificate': 'CA certificate',
  'install.label.vpn': 'VPN & app user certificate',
  'install.label.wifi': 'Wi-Fi certificate',
  'install.label.installAnyway': 'Install anyway',
  'install.label.browser': 'Browser',
  'install.label.open': 'Open',
  'install.label.allow': 'Allow',
  'install.label.allowAsk': 'This website is trying to download a configuration profile',
  'install.label.profileDownloaded': 'Profile Downloaded',
  'install.label.install': 'Install',
  'install.label.about': 'About',
  'install.label.trustSettings': 'Certificate Trust Settings',
  'install.label.done': 'Finish',
  'install.onlyHere': 'This server is for its own machine only',
  'install.onlyHereLead':
    'The administrator chose “this machine only”; other devices do not get in. To use it from other rooms, the administrator opens “Getting in” on the server and chooses another way.',
  'install.useHttps': 'Please use the address that begins with https://.',
} as const satisfies Dictionary;

export type InstallTextKey = keyof typeof installEn;
