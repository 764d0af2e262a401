import type { MediaEngine } from '../types.ts';

/** What one of the door's methods takes and answers, so that an engine need not repeat the door's types. */
export type MethodInput<Name extends keyof MediaEngine> = MediaEngine[Name] extends (
  ...input: infer Input
) => unknown
  ? Input
  : never;

export type MethodAnswer<Name extends keyof MediaEngine> = MediaEngine[Name] extends (
  ...input: never[]
) => infer Answer
  ? Answer
  : never;
