import type { HlsConfig, LoaderConfiguration, LoaderContext } from 'hls.js/light';

type Make = HlsConfig['loader'];
type Load = Parameters<InstanceType<Make>['load']>;

/** The library hands on what has come only by 128 KiB, which are half a second of a narrow line. */
const HANDED_ON_BYTES = 12_000;

/** The same loader of segments, which lets what has come be shown long before the rest has. */
export const eager = (loader: Make): Make =>
  class extends loader {
    override load(context: LoaderContext, config: LoaderConfiguration, callbacks: Load[2]): void {
      // The beginning of a piece is of no use before it is whole.
      const isWhole = config.highWaterMark === Number.POSITIVE_INFINITY;
      super.load(context, isWhole ? config : { ...config, highWaterMark: HANDED_ON_BYTES }, callbacks);
    }
  };
