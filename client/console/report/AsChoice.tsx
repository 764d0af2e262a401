import { Segmented } from 'antd';
import { useText } from '../text.ts';
import { usePlace } from './useReport.ts';

/** One of several ways to show the same, kept in the address; the first is the usual one. */
export function useShownAs<As extends string>(ways: readonly [As, ...As[]]): As {
  const { search } = usePlace();
  return ways.find((way) => way === search.get('as')) ?? ways[0];
}

type AsChoiceProps<As extends string> = {
  readonly shown: As;
  readonly ways: readonly { readonly value: As; readonly label: string }[];
};

export function AsChoice<As extends string>({ shown, ways }: AsChoiceProps<As>) {
  const t = useText();
  const { change } = usePlace();
  return (
    <Segmented
      className="no-print"
      aria-label={t('report.as')}
      value={shown}
      onChange={(as) => change({ as })}
      options={[...ways]}
    />
  );
}
