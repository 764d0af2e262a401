import {
  type Chunk,
  FPS,
  framesOf,
  type Plan,
  SAMPLES_PER_S,
  type Slice,
  samplesOf,
} from './compose.rules.ts';

export type ChunkFiles = {
  readonly picture: string;
  readonly sound: string;
  /** A file with the words of a card, and whether they can be drawn here. */
  readonly words: string | null;
};

/** As one input: the beginning of the file, then the part that is needed. Names are ours; the program runs in their folder. */
const input = ({ file, initBytes, at, endBytes }: Slice): string =>
  `concat:subfile,,start,0,end,${initBytes},,:${file}|subfile,,start,${at},end,${endBytes},,:${file}`;

/** Constant frames first, so that a picture that stands still is there at the cut; then exactly the chunk's own. */
function pictureChain(slice: Slice, chunk: Chunk): string {
  const frames = framesOf(chunk);
  const shift = Math.round((slice.skipMs * FPS) / 1000);
  const cut = shift > 0 ? `trim=start_frame=${shift},setpts=PTS-STARTPTS,` : '';
  const late = shift < 0 ? `:start=${-shift}:start_mode=clone` : '';
  return `fps=${FPS}:start_time=0,${cut}tpad=stop=${frames}:stop_mode=clone${late},trim=end_frame=${frames},setpts=PTS-STARTPTS`;
}

function soundChain({ skipMs }: Slice, chunk: Chunk): string {
  const samples = samplesOf(chunk);
  const shift = Math.round((skipMs * SAMPLES_PER_S) / 1000);
  const cut = shift > 0 ? `atrim=start_sample=${shift},asetpts=PTS-STARTPTS,` : '';
  const late = shift < 0 ? `adelay=delays=${-shift}S:all=1,` : '';
  const even = `aresample=${SAMPLES_PER_S}:async=1:first_pts=0,aformat=sample_fmts=fltp:channel_layouts=mono`;
  return `${even},${cut}${late}apad=whole_len=${samples},atrim=end_sample=${samples}`;
}

const framed = (width: number, height: number): string =>
  `scale=${width}:${height}:force_original_aspect_ratio=decrease:force_divisible_by=2:flags=fast_bilinear,pad=${width}:${height}:-1:-1,setsar=1`;

/** The content large with the lecturer beside it, either alone, or a card. */
function pictures(chunk: Chunk, { width, height }: Plan['canvas'], words: string | null): string[] {
  const { camera, content } = chunk;
  const card = (w: number, h: number) => `color=c=0x1b1f27:s=${w}x${h}:r=${FPS}:d=${framesOf(chunk) / FPS}`;
  if (camera === null && content === null) {
    const drawn =
      words === null
        ? ''
        : `,drawtext=textfile=${words}:font='Noto Sans CJK SC':fontcolor=0xd7dbe2:fontsize=40:line_spacing=16:x=(w-text_w)/2:y=(h-text_h)/2`;
    return [`${card(width, height)}${drawn},setsar=1,format=yuv420p[v]`];
  }
  const chains: string[] = [];
  let next = 0;
  const chain = (slice: Slice, w: number, h: number, name: string) => {
    chains.push(`[${next}:v]${pictureChain(slice, chunk)},${framed(w, h)}${name}`);
    next += 1;
  };
  if (content === null && camera !== null) chain(camera, width, height, ',format=yuv420p[v]');
  else if (content !== null) {
    chain(content, 1280, height, '[c]');
    if (camera === null) chains.push(`${card(width - 1280, height)},setsar=1[t]`);
    else chain(camera, width - 1280, height, '[t]');
    chains.push('[c][t]hstack,format=yuv420p[v]');
  }
  return chains;
}

/** What makes one chunk: its pictures, coded, and its sound as samples, both exactly as long as it is. */
export function chunkArguments(chunk: Chunk, canvas: Plan['canvas'], files: ChunkFiles): string[] {
  const { camera, content, voices } = chunk;
  const seen = [content, camera].filter((each) => each !== null);
  const sounds = voices.map((voice, n) => `[${seen.length + n}:a]${soundChain(voice, chunk)}[a${n}]`);
  const mixed =
    voices.length === 0
      ? [`anullsrc=r=${SAMPLES_PER_S}:cl=mono,atrim=end_sample=${samplesOf(chunk)}[a]`]
      : [
          ...sounds,
          `${voices.map((_, n) => `[a${n}]`).join('')}amix=inputs=${voices.length}:normalize=0,atrim=end_sample=${samplesOf(chunk)}[a]`,
        ];
  const graph = [...pictures(chunk, canvas, files.words), ...mixed].join(';');
  return [
    // A piece's picture may change its size: the scaling follows, the counting of frames goes on.
    ...seen.flatMap((slice) => ['-threads', '1', '-reinit_filter', '0', '-f', 'mp4', '-i', input(slice)]),
    ...voices.flatMap((slice) => ['-f', 'mp4', '-i', input(slice)]),
    ...['-filter_complex_threads', '1', '-filter_complex', graph],
    ...['-map', '[v]', '-c:v', 'libx264', '-preset', 'superfast', '-crf', '24', '-maxrate', '2500k'],
    ...['-bufsize', '5000k', '-bf', '0', '-g', String(FPS * 10), '-threads', '1', '-f', 'mp4', files.picture],
    ...['-map', '[a]', '-ac', '1', '-f', 's16le', files.sound],
  ];
}

/** Pictures as they are, sound coded from what comes in, playable while it is still being fetched. */
export const joinArguments = (list: string, out: string): string[] => [
  ...['-f', 's16le', '-ar', String(SAMPLES_PER_S), '-ac', '1', '-i', 'pipe:0'],
  ...['-f', 'concat', '-safe', '0', '-i', list, '-map', '1:v', '-map', '0:a'],
  ...['-c:v', 'copy', '-c:a', 'aac', '-b:a', '96k', '-movflags', '+faststart', '-f', 'mp4', out],
];

/** Small pictures at even times: only those that are coded whole are looked at. */
export const thumbnailArguments = (
  slice: string,
  { everyMs, out }: { readonly everyMs: number; readonly out: string },
): string[] => [
  ...['-skip_frame', 'nokey', '-threads', '1', '-reinit_filter', '0', '-f', 'mp4', '-i', slice],
  ...['-vf', `fps=${1000 / everyMs}:start_time=0:round=up,${framed(160, 90)}`],
  ...['-q:v', '6', '-f', 'image2', out],
];
