import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Radio } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { dateTimeText } from '../../shell/format.ts';
import { Loaded } from '../../shell/Loaded.tsx';
import { useLanguage, useText } from '../../text.ts';
import { readHistory, type Version } from './entries.ts';
import { type Choice, conflictOf, mergedFields } from './entry.model.ts';
import type { Field, Fields, RegisterSpec } from './register.types.ts';
import { Words } from './Words.tsx';

type ConflictProps = {
  readonly spec: RegisterSpec;
  readonly id: string;
  /** What I saw when I began. */
  readonly base: Fields;
  readonly mine: Fields;
  readonly onTake: (theirs: { readonly version: number; readonly fields: Fields }, merged: Fields) => void;
};

/** What somebody else has changed since the form was opened, and which of the two counts where both changed the same. */
export function ConflictChoice(props: ConflictProps) {
  const { spec, id } = props;
  const query = useQuery({
    queryKey: [`${spec.register}.history`, { id }, 'conflict'],
    queryFn: () => readHistory(spec.register, id),
    staleTime: 0,
    gcTime: 0,
  });
  return (
    <Loaded query={query}>
      {(versions) => {
        const newest = versions.at(-1);
        return newest === undefined ? null : <Choices {...props} newest={newest} />;
      }}
    </Loaded>
  );
}

function Choices({ spec, base, mine, onTake, newest }: ConflictProps & { readonly newest: Version }) {
  const t = useText();
  const locale = useLanguage((language) => language.locale);
  const [choices, setChoices] = useState<Readonly<Record<string, Choice>>>({});
  const place = useRef<HTMLDivElement>(null);
  // It stands below a long form.
  useEffect(() => {
    place.current?.scrollIntoView({ block: 'end' });
  }, []);
  const conflict = conflictOf(spec.fields, { base, theirs: newest.fields, mine });
  const who = newest.recordedBy?.name ?? t('history.server');
  const fields = spec.fields.filter(({ name }) => [...conflict.both, ...conflict.theirs].includes(name));
  if (newest.closed) return <Alert type="warning" showIcon role="alert" title={t('conflict.closed')} />;
  return (
    <Alert
      type="warning"
      showIcon
      role="alert"
      title={t('conflict.title')}
      description={
        <div className="stack" ref={place}>
          <p>{t('conflict.by', { name: who, at: dateTimeText(newest.recordedAtMs, locale) })}</p>
          <p>{t('conflict.lead')}</p>
          <dl className="told">
            {fields.map((field) => (
              <Difference
                key={field.name}
                field={field}
                theirs={newest.fields[field.name]}
                mine={mine[field.name]}
                choice={conflict.both.includes(field.name) ? (choices[field.name] ?? 'mine') : null}
                onChoose={(choice) => setChoices({ ...choices, [field.name]: choice })}
              />
            ))}
          </dl>
          <Button
            type="primary"
            onClick={() => onTake(newest, mergedFields(conflict, { theirs: newest.fields, mine, choices }))}
          >
            {t('conflict.apply')}
          </Button>
        </div>
      }
    />
  );
}

type DifferenceProps = {
  readonly field: Field;
  readonly theirs: unknown;
  readonly mine: unknown;
  /** Null where only the other changed something, which stays. */
  readonly choice: Choice | null;
  readonly onChoose: (choice: Choice) => void;
};

function Difference({ field, theirs, mine, choice, onChoose }: DifferenceProps) {
  const t = useText();
  return (
    <div>
      <dt>{t(field.label)}</dt>
      <dd>
        {t('conflict.theirs')}: <Words field={field} value={theirs} />
        {choice !== null && (
          <>
            <br />
            {t('conflict.mine')}: <Words field={field} value={mine} />
            <br />
            <Radio.Group
              aria-label={t(field.label)}
              value={choice}
              onChange={({ target }) => onChoose(target.value === 'theirs' ? 'theirs' : 'mine')}
              options={[
                { value: 'mine', label: t('conflict.keepMine') },
                { value: 'theirs', label: t('conflict.keepTheirs') },
              ]}
            />
          </>
        )}
      </dd>
    </div>
  );
}
