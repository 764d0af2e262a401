/** Everything said on the large screen. Read from eight metres: short, what happened first, then what to do. */
export const screenEn = {
  'screen.title': 'Sanketang · large screen',
  'screen.starting': 'Starting…',

  'screen.pair.title': 'Which classroom is this screen in?',
  'screen.pair.how':
    'An administrator opens {address}, goes to “Screens”, “Pair a screen”, and types this code.',
  'screen.pair.renew': 'The code renews itself. Once paired, this screen goes on by itself.',
  'screen.pair.waiting': 'Getting a code…',
  'screen.notice.revoked': 'This screen’s permission was withdrawn. It has to be paired again.',
  'screen.notice.keyRefused':
    'The key in the start address is not valid. This screen has to be paired again.',

  'screen.unreachable.title': 'The server cannot be reached',
  'screen.unreachable.how':
    'Trying again by itself, nothing to do. If it stays, check the cable and the router.',
  'screen.unreachable.since': 'Down for {duration}',
  'screen.replaced.title': 'This room’s screen is open somewhere else',
  'screen.replaced.how': 'Press OK to use it here.',
  'screen.stopped.title': 'The server did not accept this screen',
  'screen.stopped.how': '{reason} Press OK to try again.',

  'screen.idle.next': 'Next lesson',
  'screen.idle.none': 'No lesson planned today',
  'screen.idle.noneHint': 'This screen joins by itself when there is one. Leave it on.',
  'screen.idle.in': 'in {duration}',
  'screen.idle.joining': 'Joining the lesson…',
  'screen.idle.from': '{school} · {teacher}',

  'screen.check.title': 'Checks',
  'screen.check.camera': 'Camera',
  'screen.check.sound': 'Sound',
  'screen.check.line': 'Network',
  'screen.check.camera.unknown': 'checking',
  'screen.check.camera.ok': 'works',
  'screen.check.camera.none': 'no camera; lessons work without',
  'screen.check.camera.denied': 'not allowed by the browser; lessons work without',
  'screen.check.camera.busy': 'used by another program; lessons work without',
  'screen.check.camera.insecure': 'needs an https address; lessons work without',
  'screen.check.microphone': 'Microphone',
  'screen.check.microphone.unknown': 'checking',
  'screen.check.microphone.ok': 'works',
  'screen.check.microphone.none': 'none; when called on, this room is not heard',
  'screen.check.microphone.denied': 'not allowed by the browser; when called on, this room is not heard',
  'screen.check.microphone.busy': 'used by another program; when called on, this room is not heard',
  'screen.check.microphone.insecure': 'needs an https address',
  'screen.check.sound.unknown': 'checking',
  'screen.check.sound.ok': 'can be played',
  'screen.check.sound.blocked': 'press OK once',
  'screen.check.line.ok': 'works',
  'screen.check.line.down': 'down, reconnecting, nothing to do',

  'screen.waiting.title': 'Waiting for the lesson',
  'screen.waiting.here': 'The teacher is here and will start soon',
  'screen.waiting.away': 'The teacher is not here yet',
  'screen.waiting.in': 'starts in {duration}',
  'screen.waiting.due': 'It is time; waiting for the teacher to start',

  'screen.live.camera': 'The teacher’s picture',
  'screen.live.content': 'The lesson’s content',
  'screen.live.headCount': '{present}/{expected} pupils',
  'screen.live.expected': '{expected} pupils expected',

  'screen.stage.picture': 'Picture of {school}',
  'screen.stage.on': 'On stage',
  'screen.stage.voiceOnly': 'No picture, voice only',
  'screen.stage.nothingYet': 'No picture and no sound yet',
  'screen.stage.unseen': 'No camera: the other rooms do not see you',
  'screen.stage.own': 'This room',
  'screen.stage.heard': 'On stage, please speak',
  'screen.stage.opening': 'The teacher calls on you, opening the microphone…',
  'screen.stage.none': 'No microphone: the teacher cannot hear you. Tell them by phone',
  'screen.stage.denied':
    'The browser does not allow the microphone: the teacher cannot hear you. Tell them by phone',
  'screen.stage.busy': 'Another program uses the microphone: the teacher cannot hear you. Close that program',
  'screen.stage.insecure': 'Not an https address: the microphone cannot be opened and you are not heard',
  'screen.hand.up': 'Hand raised',

  'screen.trouble.reconnecting': 'Network down, reconnecting, nothing to do',
  'screen.trouble.linkOnly': 'Network unsteady, recovering',
  'screen.trouble.connecting': 'Connecting picture and sound…',
  'screen.trouble.mediaUnavailable': 'Picture and sound are not available. Trying again, nothing to do',
  'screen.trouble.lecturerLost': 'The teacher’s network is down. Please wait, it comes back by itself',
  'screen.trouble.lecturerAway': 'The teacher has left for a moment. Please wait',
  'screen.trouble.nothingSent': 'The teacher has not switched a picture on yet. Please wait',
  'screen.trouble.still': 'Picture paused, recovering',
  'screen.trouble.unsupported':
    'This screen cannot play the teacher’s picture. Update its browser; sound still works',

  'screen.misfit.content': 'This screen cannot play the lesson’s content. Update its browser',
  'screen.misfit.camera': 'This screen cannot play the teacher’s picture. Update its browser',

  'screen.sound.blocked': 'Press OK to switch the sound on',

  'screen.over.title': 'The lesson is over',
  'screen.over.hint': 'Back to the start page in a moment, nothing to do.',

  'screen.duration.days': '{days} days',
  'screen.duration.hours': '{hours} h {minutes} min',
  'screen.duration.minutes': '{minutes} min',
  'screen.phone.label': 'Local teacher’s phone',
  'screen.phone.code': 'Code for the local teacher’s phone',
  'screen.phone.scan': 'Local teacher: scan with your phone',
  'screen.phone.what': 'Count pupils, raise the hand, tell the lecturer',
  'screen.phone.wifi': 'Phones need the school’s Wi-Fi',

  'screen.duration.seconds': '{seconds} s',
} as const;

export type ScreenKey = keyof typeof screenEn;
