export const captionsShownEn = {
  'captions.title': 'Captions',
  'captions.class': 'Captions in the class view',
  'captions.off': 'Off',
  'captions.now': 'Captions: {what}',
  'captions.onScreen': 'On the large screen',
  'captions.onScreen.on': 'Show',
  'captions.onScreen.off': 'Hide',
  'captions.onScreen.how': 'Of two languages both are shown; ▼ of the remote control chooses one.',
  'captions.onScreen.recorded':
    'Shown when the recording has captions. Of two languages both are shown; ▼ of the remote control chooses one.',
  'captions.here': 'On this phone',
} as const;
export type CaptionsShownKey = keyof typeof captionsShownEn;
