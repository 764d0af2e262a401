import type { Dictionary } from './text.ts';

/** Other views of the console: the second display, one panel, observing, a seminar. */
export const viewsEn = {
  'class.label': 'What the pupils see',
  'class.content': 'Content',
  'class.teacher': "The teacher's picture",
  'class.onStage': 'On stage',
  'class.calledComes': 'The picture is on its way…',
  'class.notice': 'Notice',
  'class.muted': 'Muted',
  'class.left': '{seconds} s left',
  'lesson.eyes': 'Pupils have watched for {minutes} min: let them look into the distance',
  'class.nothing': 'No picture at the moment',

  'display.title': 'Class view (second display)',
  'display.open': 'Second display',
  'display.close': 'Close display',
  'display.beforeTitle': 'Show the class the other screen',
  'display.before':
    'The browser will ask whether windows on all screens may be managed. Choose “Allow”: the class view then opens full screen on the other screen.',
  'display.go': 'Open the second display',
  'display.fill': 'Full screen',
  'display.moveIt':
    'Drag the window with the class view to the screen that the pupils see, then press “Full screen” in it.',
  'display.closed': 'The second display is closed. The lesson goes on.',
  'display.screenGone':
    'The other screen is gone, so the second display is closed. The lesson goes on. Check the cable.',
  'display.blocked':
    'The browser blocked the window. Press once more; if that does not help, allow pop-ups at the right end of the address bar.',
  'display.again': 'Open it again',

  'panel.open': 'One panel',
  'panel.beforeTitle': 'Do the pupils see this screen too?',
  'panel.before':
    'This window becomes the class view for the pupils. Rooms, hands, signals and ending the lesson move to your phone: scan the code below afterwards. This PC remembers it.',
  'panel.go': 'Use one panel',
  'panel.back': 'Back to desk mode',
  'panel.backTitle': 'Back to desk mode?',
  'panel.backLead': 'Pupils who look at this screen will see pictures of the rooms, hands and counts.',
  'panel.stay': 'Stay with one panel',
  'panel.endCall': 'End the call',
  'panel.phone': 'Control from my phone',
  'panel.phoneHere': 'My phone is connected',
  'panel.phoneScan': 'Scan with your own phone, then enter your personal number.',
  'panel.phonePrivate': "The phone must be on the school's Wi-Fi.",
  'panel.phoneFailed': 'There is no code: {why}',
  'panel.phoneCode': 'QR code that opens {address}',
  'panel.preflight': 'One panel: pupils see this screen. Look on your phone for how the rooms are.',

  'seminar.faces': 'Teachers in this seminar',
  'seminar.devices': 'My devices',
  'seminar.people': 'Who is here',
  'seminar.present': '{here} of {total} are here',
  'seminar.start': 'Start the seminar',
  'seminar.hintLead': 'Whoever is not here can join later; you need not wait.',
  'seminar.hint': 'Waiting for the start. Until then nobody sees or hears you.',
  'seminar.mediaLater': 'Sound and picture path: comes up by itself at the start',
  'seminar.leave': 'Leave',
  'seminar.me': 'Me',
  'seminar.leads': 'Leads',
  'seminar.speaking': 'Speaking',
  'seminar.speakingNow': 'Speaking: {names}',
  'seminar.picture': 'Picture of {name}',
  'seminar.noPicture': 'No picture',
  'seminar.ownOff': 'Your picture is not being sent',
  'seminar.before': 'Previous',
  'seminar.next': 'Next',
  'seminar.page': 'Page {page} of {pages}',
  'seminar.state.here': 'Here',
  'seminar.state.joining': 'Connecting',
  'seminar.state.lost': 'Line cut, comes back by itself',
  'seminar.state.left': 'Left',
  'seminar.state.absent': 'Not here',

  'seminarEnd.button': 'End the seminar',
  'seminarEnd.title': 'End the seminar?',
  'seminarEnd.lead': 'Nobody will see or hear the others any more. You can reopen it within 30 minutes.',
  'seminarEnd.confirm': 'End it',
  'seminarEnd.stay': 'Go on',
} as const satisfies Dictionary;

export type ViewsTextKey = keyof typeof viewsEn;
