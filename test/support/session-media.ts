import type { DtlsParameters, RtpParameters } from '../../shared/media.ts';

/** Made up: nothing is ever encrypted with it. */
export const dtls: DtlsParameters = {
  role: 'client',
  fingerprints: [{ algorithm: 'sha-256', value: Array.from({ length: 32 }, () => 'AB').join(':') }],
};

export const cameraParameters: RtpParameters = {
  codecs: [{ mimeType: 'video/VP8', payloadType: 96, clockRate: 90_000 }],
  encodings: [{ rid: 'l' }, { rid: 'm' }, { rid: 'h' }],
};

export const cameraH264: RtpParameters = {
  codecs: [
    {
      mimeType: 'video/H264',
      payloadType: 98,
      clockRate: 90_000,
      parameters: { 'packetization-mode': 1, 'profile-level-id': '42e01f', 'level-asymmetry-allowed': 1 },
    },
  ],
  encodings: [{ rid: 'l' }, { rid: 'm' }, { rid: 'h' }],
};

export const voiceParameters: RtpParameters = {
  codecs: [{ mimeType: 'audio/opus', payloadType: 100, clockRate: 48_000, channels: 2 }],
  encodings: [{ ssrc: 1234 }],
};
