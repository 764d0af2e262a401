import { Link, useSearchParams } from 'react-router';

type LinkTabsProps<Key extends string> = {
  readonly label: string;
  /** The search parameter that holds the choice, so that it can be sent as a link. */
  readonly parameter: string;
  readonly tabs: readonly { readonly key: Key; readonly label: string }[];
  readonly active: Key;
  /** What else the address says belongs to the list that is left. */
  readonly alone?: boolean;
};

/** One of several lists of a page. They are links, so they need no other keyboard way than links have. */
export function LinkTabs<Key extends string>({
  label,
  parameter,
  tabs,
  active,
  alone = false,
}: LinkTabsProps<Key>) {
  const [search] = useSearchParams();
  const to = (key: Key) =>
    `?${new URLSearchParams({ ...(alone ? {} : Object.fromEntries(search)), [parameter]: key })}`;
  return (
    <nav className="link-tabs" aria-label={label}>
      {tabs.map((tab) => (
        <Link
          key={tab.key}
          className="tab"
          to={to(tab.key)}
          replace
          aria-current={tab.key === active ? 'true' : undefined}
        >
          {tab.label}
        </Link>
      ))}
    </nav>
  );
}
