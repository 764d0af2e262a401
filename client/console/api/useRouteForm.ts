import { Form } from 'antd';
import { type RouteAnswer, type RouteBody, type RouteName, routes } from '../../../shared/wire/routes.ts';
import { useText } from '../text.ts';
import { appErrorOf } from './ask.ts';
import { fieldProblems, refusedField } from './form.model.ts';
import { useSubmit } from './queries.ts';

type RouteFormOptions<N extends RouteName, Values extends object> = {
  /** Makes the body of what was typed; may be wrong still, the table decides. */
  readonly toBody: (values: Values) => object;
  /** Fields of the body that the form asks for under another name. */
  readonly askedAs?: Readonly<Record<string, string>>;
  readonly refresh?: readonly RouteName[];
  readonly onDone?: (answer: RouteAnswer<N>) => void;
};

/** A form over one row of the route table: checked by the row's own schema before it leaves, with words under each field. */
export function useRouteForm<N extends RouteName, Values extends object>(
  name: N,
  options: RouteFormOptions<N, Values>,
) {
  const t = useText();
  const [form] = Form.useForm<Values>();
  const mutation = useSubmit(name, options);
  // Field names are those of the body; antd types them by the values, which the table does not know.
  const say = (field: string, errors: string[]) => form.setFields([{ name: field as never, errors }]);
  const clear = (fields: readonly string[]) => {
    for (const field of fields) say(field, []);
  };
  const nameOf = (field: string) => options.askedAs?.[field] ?? field;
  const isAsked = (field: string) => nameOf(field) in form.getFieldsValue();
  const focus = (field: string) => {
    form.getFieldInstance(nameOf(field) as never)?.focus?.();
    // Not every field can be focused, and a long form hides what is said under one.
    form.scrollToField(nameOf(field) as never, { block: 'nearest' });
  };
  const inRow = (row: number | undefined, words: string) =>
    row === undefined ? words : t('form.row', { row: row + 1, words });
  const submit = (values: Values) => {
    const body = options.toBody(values);
    const problems = fieldProblems(routes[name].body, body, isAsked);
    clear(Object.keys(values));
    if (problems.length > 0) {
      for (const { field, row, key, params } of problems) say(nameOf(field), [inRow(row, t(key, params))]);
      const [first] = problems;
      if (first) focus(first.field);
      return;
    }
    mutation.mutate(routes[name].body.parse(body) as RouteBody<N>, {
      onError: (cause) => {
        const refused = refusedField(appErrorOf(cause));
        if (refused === null || !isAsked(refused.field)) return;
        say(nameOf(refused.field), [inRow(refused.row, t(refused.key))]);
        focus(refused.field);
      },
    });
  };
  const error = mutation.isError ? appErrorOf(mutation.error) : null;
  const refused = refusedField(error);
  return {
    form,
    /** For the `Form` itself: what was wrong is forgotten as soon as it is typed over. */
    formProps: {
      form,
      layout: 'vertical' as const,
      requiredMark: false,
      onFinish: submit,
      onValuesChange: (changed: Partial<Values>) => clear(Object.keys(changed)),
    },
    pending: mutation.isPending,
    /** What the server refused, as `appErrorOf` reads it. */
    cause: mutation.error,
    /** What the last submit was answered. */
    answer: mutation.data,
    /** What no field says already. */
    error: refused !== null && isAsked(refused.field) ? null : error,
    reset: () => {
      form.resetFields();
      mutation.reset();
    },
  };
}
