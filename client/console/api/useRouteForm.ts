import { Form } from 'antd';
import { type RouteAnswer, type RouteBody, type RouteName, routes } from '../../../shared/wire/routes.ts';
import { useText } from '../text.ts';
import { appErrorOf } from './ask.ts';
import { fieldProblems } from './form.model.ts';
import { useSubmit } from './queries.ts';

type RouteFormOptions<N extends RouteName, Values extends object> = {
  /** Makes the body of what was typed; may be wrong still, the table decides. */
  readonly toBody: (values: Values) => object;
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
  const submit = (values: Values) => {
    const body = options.toBody(values);
    const problems = fieldProblems(routes[name].body, body);
    clear(Object.keys(values));
    if (problems.length > 0) {
      // Field names are those of the body; antd types them by the values, which the table does not know.
      for (const { field, key, params } of problems) say(field, [t(key, params)]);
      const [first] = problems;
      if (first) form.getFieldInstance(first.field as never)?.focus?.();
      return;
    }
    mutation.mutate(routes[name].body.parse(body) as RouteBody<N>);
  };
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
    error: mutation.isError ? appErrorOf(mutation.error) : null,
    reset: () => {
      form.resetFields();
      mutation.reset();
    },
  };
}
