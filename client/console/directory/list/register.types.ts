import type { ReactNode } from 'react';
import type { RegisterName } from '../../api/queries.ts';
import type { ConsoleKey, ConsoleText } from '../../text.ts';

/** The fields of one entry of any register: the pages read them by the register's own description. */
export type Fields = Readonly<Record<string, unknown>>;
export type Row = {
  readonly id: string;
  readonly version: number;
  readonly validFrom: string;
  readonly fields: Fields;
};

/** Registers whose entries others point at, and so are chosen from by searching. */
export type ChosenFrom =
  | 'region'
  | 'school'
  | 'room'
  | 'class'
  | 'person'
  | 'need'
  | 'link'
  | 'term'
  | 'group';

export type Option = { readonly value: string; readonly label: ConsoleKey };
/** Narrows what a search offers, by what the form holds already. */
export type Narrowed = (values: Fields) => Readonly<Record<string, string>>;

/** One cell of each row of a field that holds rows; `time` is a minute of the day. */
export type RowColumn = {
  readonly name: string;
  readonly label: ConsoleKey;
  /** Another cell of the row, which counts where this one was left empty. */
  readonly else?: string;
} & (
  | { readonly type: 'text' | 'date' | 'time' | 'weekday' }
  | { readonly type: 'number'; readonly min: number; readonly max: number }
);

/** What a field holds, and so how it is read, typed and compared. */
export type FieldKind =
  | { readonly type: 'text' }
  | { readonly type: 'subject' }
  | { readonly type: 'date' }
  | { readonly type: 'flag' }
  | { readonly type: 'number'; readonly min: number; readonly max: number; readonly precision?: number }
  | { readonly type: 'choice'; readonly options: readonly Option[]; readonly several?: boolean }
  | { readonly type: 'entry'; readonly from: ChosenFrom; readonly narrowed?: Narrowed }
  | {
      readonly type: 'rows';
      /** Names all of them together. */
      readonly label: ConsoleKey;
      readonly addLabel: ConsoleKey;
      readonly columns: readonly RowColumn[];
      readonly words: (t: ConsoleText, value: unknown) => ReactNode;
    }
  | {
      readonly type: 'other';
      readonly words: (t: ConsoleText, value: unknown) => ReactNode;
      /** Left out where it cannot be typed: it changes by an act of its own. */
      readonly Input?: (props: OtherInputProps) => ReactNode;
    };
export type OtherInputProps = {
  readonly id?: string;
  readonly value?: unknown;
  readonly onChange?: (value: unknown) => void;
};

export type Field = {
  readonly name: string;
  readonly label: ConsoleKey;
  readonly help?: ConsoleKey;
  readonly kind: FieldKind;
  /** What stands in the entry when nothing was typed; undefined where something must be. */
  readonly empty?: unknown;
  /** Width of its column; 0 is in no list. */
  readonly columnPx: number;
  /** Not asked for when an entry is added, or when it is changed. */
  readonly hiddenIn?: 'add' | 'edit' | 'both';
  /** May be set for several entries at once. */
  readonly bulk?: boolean;
  /** Whether a form asks for it, by what it holds already; left out always. */
  readonly when?: (values: Fields) => boolean;
};

export type TabName =
  | 'regions'
  | 'schools'
  | 'rooms'
  | 'classes'
  | 'subjects'
  | 'people'
  | 'needs'
  | 'links'
  | 'localTeaching'
  | 'elsewhere'
  | 'groups'
  | 'terms'
  | 'bells'
  | 'slots';

/** What is particular to one register's page. */
export type RegisterSpec = {
  readonly register: RegisterName;
  readonly tab: TabName;
  readonly fields: readonly Field[];
  /** Names an entry; its column opens it. */
  readonly title: string;
  readonly initial?: Fields;
  /** Width of its forms, where rows stand in them. */
  readonly formPx?: number;
  /** One field by which the list is filtered. */
  readonly filter?: {
    readonly path: string;
    readonly label: ConsoleKey;
    readonly options: readonly Option[];
  };
  readonly places: readonly ('region' | 'school')[];
  /** Makes the register's fields of what was typed, where they are not the same. */
  readonly toFields?: (values: Fields, context: FormContext) => Fields;
  readonly toValues?: (fields: Fields) => Fields;
  /** Form fields that only adding asks for. */
  readonly AddFields?: () => ReactNode;
  /** What else can be done with an entry, below its form. */
  readonly Acts?: (props: ActsProps) => ReactNode;
  /** A column of its own at the end. */
  readonly extra?: { readonly label: ConsoleKey; readonly Cell: (props: { readonly row: Row }) => ReactNode };
  /** The register that has to be filled before this one. */
  readonly first?: { readonly register: RegisterName; readonly tab: 'schools' | 'needs' };
  /** Beside the button that adds. */
  readonly Tools?: () => ReactNode;
};

export type FormContext = { readonly rootId: string | null };
export type ActsProps = {
  readonly spec: RegisterSpec;
  readonly row: Row;
  /** The entry was changed. */
  readonly onDone: () => void;
};
