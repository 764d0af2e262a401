declare module 'hls.js/light' {
  // The light build brings no types of its own; what is used here is in both.
  export {
    default,
    type ErrorData,
    ErrorTypes,
    Events,
    type HlsConfig,
    type LoaderConfiguration,
    type LoaderContext,
  } from 'hls.js';
}
