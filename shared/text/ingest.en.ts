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
  'source.kind.rtmp': 'RTMP: an encoder sends it',
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
  'source.rtmpAddress': 'Send to (server)',
  'source.rtmpOff': 'The server takes no RTMP; the operator has to switch it on (RTMP_PORT).',
  'source.rtmpHelp':
    'H.264 with profile Baseline, or Main without B-frames; a key frame every 1–2 seconds; sound AAC.',
  'source.streamKey': 'Stream key; shown this once',
  'source.player': 'Playing elsewhere (WHEP)',
  'source.playerAbout':
    'Recording hosts and other standard players may play this room’s lessons: the lecturer’s voice and picture, no other room.',
  'source.playerAddress': 'Play from (for content add ?picture=content)',
  'source.playerNone': 'Nobody may play.',
  'source.playerCount': 'Playing now: {count}',
  'source.playerAllow': 'Allow, with a new key',
  'source.playerNewKey': 'New key',
  'source.playerStop': 'Allow nobody',
  'source.playerSure': 'The key in the player opens nothing any more. Go on?',
  'source.shownCamera': 'From the room’s camera',
  'source.shownContent': 'Content from the room’s equipment',
  'source.standsIn.camera': 'The room’s equipment sends the picture; no camera is needed here.',
  'source.mayBring':
    'If the room’s equipment has sound, it sends it once the lesson begins; no microphone is needed then.',
  'source.standsIn.microphone': 'The room’s equipment sends the sound; no microphone is needed here.',
  'source.sends.voice': 'Sound: equipment',
  'source.sends.camera': 'Picture: equipment',
  'source.state.off': 'Switched off',
  'source.state.idle': 'Ready; no lesson is held here now',
  'source.state.ready': 'The encoder is connected; no lesson is held here now',
  'source.state.waiting': 'A lesson is held; the encoder has not come yet',
  'source.state.connecting': 'Connecting',
  'source.state.passed': 'In the lesson',
  'source.state.made':
    'In the lesson; converted by the server, which costs a core and half a second. Set the camera to H.264 Baseline or Main without B-frames.',
  'source.compatible.sent':
    'A screen cannot play H.264: the server makes a small VP8 copy for it, which costs about a fifth of a core and ends a minute after the last such screen left.',
  'source.compatible.noFfmpeg':
    'A screen cannot play H.264 and sees no picture: the server needs ffmpeg to make a copy: apt-get install ffmpeg',
  'source.compatible.codec':
    'A screen cannot play H.264 and sees no picture: no copy of this picture can be made. Use a browser that plays H.264 there.',
  'source.compatible.media':
    'A screen cannot play H.264: the server’s media are not there at the moment. Tried again by itself.',
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
