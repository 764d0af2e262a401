export const ingestEn = {
  'source.title': 'Signal sources',
  'source.of': 'Signal sources · {name}',
  'source.about':
    'A camera, recording host or encoder of this lecture room. During a lesson its picture and sound are the lecturer’s wherever the lecturer’s own computer sends none.',
  'source.camera': 'Camera (with sound)',
  'source.content': 'Content',
  'source.kind': 'Comes by',
  'source.kind.none': 'Nothing',
  'source.kind.rtsp': 'RTSP: the server fetches it',
  'source.kind.whip': 'WHIP: an encoder sends it',
  'source.address': 'Address',
  'source.addressHelp': 'Such as rtsp://192.168.1.64/stream1, without name or password',
  'source.addressWrong': 'Begins with rtsp:// and holds no name or password.',
  'source.username': 'User name',
  'source.password': 'Password',
  'source.passwordKept': 'Kept; leave empty to keep it. It is never shown again.',
  'source.on': 'Use in lessons',
  'source.save': 'Save',
  'source.newKey': 'New key',
  'source.newKeySure': 'The key in the encoder opens nothing any more. Go on?',
  'source.whipAddress': 'Send to',
  'source.key': 'Key (bearer token); shown this once',
  'source.state.off': 'Switched off',
  'source.state.idle': 'Ready; no lesson is held here now',
  'source.state.waiting': 'A lesson is held; the encoder has not come yet',
  'source.state.connecting': 'Connecting',
  'source.state.passed': 'In the lesson',
  'source.state.made':
    'In the lesson; converted by the server, which costs a core and half a second. Set the camera to H.264 Baseline or Main without B-frames.',
  'source.fault.unreachable':
    'The camera does not answer: look at power, line and address. Tried again by itself.',
  'source.fault.wrongPassword': 'The camera refuses the user name or password.',
  'source.fault.notFound': 'The camera knows no such path; its manual says the right one.',
  'source.fault.unsupported': 'The camera offers no picture that can be used: set it to H.264.',
  'source.fault.lost': 'The camera stopped sending. Tried again by itself.',
  'source.fault.noFfmpeg':
    'This camera’s format has to be converted, and ffmpeg is missing: apt-get install ffmpeg',
  'source.fault.codec': 'The camera’s format could not be converted: set it to H.264.',
  'source.fault.forbiddenNetwork':
    'The address lies in no network for cameras; the operator has to allow it (CAMERA_NETWORKS).',
  'source.fault.media': 'The server’s media are not there at the moment. Tried again by itself.',
} as const;
export type IngestTextKey = keyof typeof ingestEn;
