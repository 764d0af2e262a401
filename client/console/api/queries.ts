import { QueryClient, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { errors } from '../../../shared/kernel/errors.ts';
import type { Me } from '../../../shared/person.ts';
import type { RouteAnswer, RouteBody, RouteName } from '../../../shared/wire/routes.ts';
import { appErrorOf, askOrThrow } from './ask.ts';

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        retry: (failures, cause) => failures < 2 && errors[appErrorOf(cause).code].retryable,
      },
    },
  });
}

type AnswerOptions = { readonly enabled?: boolean; readonly everyMs?: number };

/** The answer of a GET row, kept and shared by its body. */
export function useAnswer<N extends RouteName>(name: N, body: RouteBody<N>, options: AnswerOptions = {}) {
  return useQuery({
    queryKey: [name, body],
    queryFn: () => askOrThrow(name, body),
    enabled: options.enabled ?? true,
    refetchInterval: options.everyMs ?? false,
  });
}

/** Registers whose lists answer `{ rows, total }`. */
export type RegisterName = {
  [N in RouteName]: N extends `${infer R}.history` ? R : never;
}[RouteName];
export type RegisterRow<R extends RegisterName> = RouteAnswer<`${R}.list`>['rows'][number];

/** The rows of a register's list; its answer is shared with those who ask for the total too. */
export function useRows<R extends RegisterName>(
  register: R,
  body: RouteBody<`${R}.list`>,
  options: AnswerOptions = {},
) {
  const name: `${R}.list` = `${register}.list`;
  return useQuery({
    queryKey: [name, body],
    queryFn: () => askOrThrow(name, body),
    select: (answer) => (answer as { rows: RegisterRow<R>[] }).rows,
    enabled: options.enabled ?? true,
    refetchInterval: options.everyMs ?? false,
  });
}

type SubmitOptions<N extends RouteName> = {
  /** Rows whose answers are stale afterwards. */
  readonly refresh?: readonly RouteName[];
  readonly onDone?: (answer: RouteAnswer<N>) => void;
};

export function useSubmit<N extends RouteName>(name: N, options: SubmitOptions<N> = {}) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: RouteBody<N>) => askOrThrow(name, body),
    onSuccess: async (answer) => {
      await Promise.all(
        (options.refresh ?? []).map((stale) => client.invalidateQueries({ queryKey: [stale] })),
      );
      options.onDone?.(answer);
    },
  });
}

export const useMe = () => useAnswer('login.read', {});

/** Whoever has just signed in needs no second question. */
export function useRememberMe(): (me: Me) => void {
  const client = useQueryClient();
  return (me) => {
    client.clear();
    client.setQueryData(['login.read', {}], me);
  };
}
