import { ArrowDown, ArrowUp, Columns3, Plus, X } from "lucide-react";
import { useMemo, useState } from "react";
import { backend } from "../ipc/backend";
import { Button, IconButton } from "../kit/Button";
import { Field } from "../kit/Field";
import { Panel } from "../kit/Panel";
import styles from "./ColumnsPanel.module.css";
import {
  addColumn,
  BUILT_IN,
  BUILT_IN_NAMES,
  isBuiltIn,
  isPath,
  moveColumn,
  pathColumns,
  removeColumn,
} from "./columnChoice";
import type { Columns } from "./useColumns";
import { useCompletion } from "./useCompletion";

type Props = {
  /** Whose messages tell which fields there are. */
  view: number | null;
  columns: Columns;
  /** Of the button's text, which may give way. */
  labelClass: string | undefined;
};

/** Which columns, in which order. */
export function ColumnsPanel(props: Props) {
  return (
    <Panel
      label="Columns"
      width={320}
      trigger={
        <Button icon={Columns3} opens aria-label="Columns">
          <span className={props.labelClass}>Columns</span>
        </Button>
      }
    >
      {() => <Chooser {...props} />}
    </Panel>
  );
}

const MOST_FIELDS = 8;

function Chooser({ view, columns: { choices, isChosen, choose } }: Omit<Props, "labelClass">) {
  const [typed, setTyped] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const ask = useMemo(
    () =>
      view === null
        ? null
        : async (text: string, caret: number) => {
            const found = await backend.completeFilter(view, text === "" ? "." : text, Math.max(1, caret));
            return { ...found, options: found.options.filter(({ kind }) => kind === "field") };
          },
    [view],
  );
  const { options } = useCompletion(ask, typed, typed.length);
  const taken = new Set(pathColumns(choices));
  const fields = options.filter(({ text }) => isPath(text) && !taken.has(text)).slice(0, MOST_FIELDS);
  const add = (path: string) => {
    if (!isPath(path)) {
      setProblem("Write a path, as .amount, .items[0].sku, key.id or header.trace-id.");
      return;
    }
    choose(addColumn(choices, path));
    setTyped("");
  };
  return (
    <div className={styles.panel}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          add(typed.trim());
        }}
      >
        <Field
          label="Add a column"
          mono
          autoFocus
          value={typed}
          onChange={(text) => {
            setTyped(text);
            setProblem(null);
          }}
          error={problem}
          placeholder=".amount or header.trace-id"
        />
      </form>
      {fields.length > 0 && (
        <ul className={styles.fields} aria-label="Fields seen">
          {fields.map(({ text, detail }) => (
            <li key={text}>
              <button type="button" className={styles.field} onClick={() => add(text)}>
                <Plus size={13} aria-hidden />
                <span className={styles.path}>{text}</span>
                {detail && <span className={styles.detail}>{detail}</span>}
              </button>
            </li>
          ))}
        </ul>
      )}
      <ol className={styles.columns} aria-label="Columns shown">
        {choices.map(({ path }, index) => {
          const name = isBuiltIn(path) ? BUILT_IN_NAMES[path] : path;
          const before = choices[index - 1]?.path;
          const behind = choices[index + 2]?.path ?? null;
          return (
            <li key={path} className={styles.column}>
              <span className={isBuiltIn(path) ? styles.name : styles.path}>{name}</span>
              <IconButton
                label={`Move ${name} forward`}
                icon={ArrowUp}
                size={13}
                isDisabled={index === 0}
                onPress={() => before && choose(moveColumn(choices, path, before))}
              />
              <IconButton
                label={`Move ${name} back`}
                icon={ArrowDown}
                size={13}
                isDisabled={index === choices.length - 1}
                onPress={() => choose(moveColumn(choices, path, behind))}
              />
              <IconButton
                label={`Remove ${name}`}
                icon={X}
                size={13}
                isDisabled={choices.length === 1}
                onPress={() => choose(removeColumn(choices, path))}
              />
            </li>
          );
        })}
      </ol>
      <div className={styles.more}>
        {BUILT_IN.filter((path) => choices.every((choice) => choice.path !== path)).map((path) => (
          <Button key={path} look="quiet" icon={Plus} onPress={() => choose(addColumn(choices, path))}>
            {BUILT_IN_NAMES[path]}
          </Button>
        ))}
        {isChosen && (
          <Button look="quiet" onPress={() => choose(null)}>
            As at first
          </Button>
        )}
      </div>
    </div>
  );
}
