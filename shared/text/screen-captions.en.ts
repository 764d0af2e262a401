export const screenCaptionsEn = {
  'screen.captions.offered': 'This lesson has captions: press ▼ to show them',
} as const;
export type ScreenCaptionsKey = keyof typeof screenCaptionsEn;
