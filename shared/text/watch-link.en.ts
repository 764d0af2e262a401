/** The console's window that gives a lesson's watch link out. */
export const watchLinkEn = {
  'watchLink.button': 'Watch link',
  'watchLink.title': 'Watch link',
  'watchLink.lead':
    'Send it to parents or publish it: whoever opens it watches without signing in. Anybody who has the link can watch.',
  'watchLink.viewers': '{count} watching now',
  'watchLink.copy': 'Copy link',
  'watchLink.copied': 'Copied',
  'watchLink.copyByHand': 'Please select the link and copy it.',
  'watchLink.qr': 'QR code of the watch link',
  'watchLink.close': 'Close link',
  'watchLink.closeAsk': 'Whoever is watching is cut off at once, and the link is void.',
  'watchLink.closed': 'The link is closed. Nobody can watch by it any more.',
  'watchLink.again': 'Make a new link',
} as const;

export type WatchLinkKey = keyof typeof watchLinkEn;
