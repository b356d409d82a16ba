import { ChevronRight, Lock, LockOpen } from "lucide-react";
import { type KeyboardEvent, useState } from "react";
import { useWorkspace } from "../../app/workspace";
import type { ConfigOrigin, ConfigRow, Connection } from "../../bindings";
import { Button } from "../../kit/Button";
import { Tag } from "../../kit/Tag";
import { SettingEditor } from "./SettingEditor";
import styles from "./SettingsTable.module.css";
import { pendingOf, type SettingsDraft, withSetting } from "./settingsDraft";
import { inWords } from "./settingText";

type Props = {
  rows: readonly ConfigRow[];
  draft: SettingsDraft;
  connection: Connection | undefined;
  dimmed: boolean;
  onDraft(draft: SettingsDraft): void;
};

const COLUMNS = [
  { name: "Name", className: styles.name },
  { name: "Value", className: styles.value },
  { name: "From", className: styles.from },
  { name: "Default", className: styles.default },
  { name: "What it means", className: undefined },
];

/** A topic's settings. A row unfolds to what it means in full, and to another value. */
export function SettingsTable({ rows, draft, connection, dimmed, onDraft }: Props) {
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  /** The one that Tab comes to; arrows go on from there. */
  const [at, setAt] = useState<string | null>(null);
  const toggle = (name: string) =>
    setOpen(open.has(name) ? new Set([...open].filter((other) => other !== name)) : new Set([...open, name]));
  const stop = rows.some(({ name }) => name === at) ? at : rows[0]?.name;
  return (
    <table className={styles.table} aria-label="Settings" data-dimmed={dimmed || undefined} onKeyDown={walk}>
      <thead>
        <tr>
          {COLUMNS.map(({ name, className }) => (
            <th key={name} scope="col" className={className}>
              {name}
            </th>
          ))}
        </tr>
      </thead>
      {rows.map((row) => {
        const isOpen = open.has(row.name);
        const [pending] = pendingOf([row], draft);
        return (
          <tbody
            key={row.name}
            data-open={isOpen || undefined}
            data-pending={pending !== undefined || undefined}
          >
            <tr
              className={styles.row}
              onClick={(event) => {
                if (!(event.target as Element).closest("button")) toggle(row.name);
              }}
            >
              <td>
                <button
                  type="button"
                  className={styles.toggle}
                  aria-expanded={isOpen}
                  tabIndex={row.name === stop ? 0 : -1}
                  title={row.name}
                  onClick={() => toggle(row.name)}
                  onFocus={() => setAt(row.name)}
                >
                  <ChevronRight size={13} className={styles.chevron} aria-hidden />
                  <span>{row.name}</span>
                </button>
              </td>
              <td>
                {pending ? (
                  <span className={styles.pending} title="Not applied yet">
                    {pending.to ?? (pending.problem ? "…" : "default")}
                  </span>
                ) : (
                  <Value row={row} />
                )}
              </td>
              <td>
                <span
                  className={row.source === "topic" ? styles.own : styles.faint}
                  title={ABOUT[row.source]}
                >
                  {WORD[row.source]}
                </span>
              </td>
              <td className={styles.faint}>
                {row.default === null || row.default === "" ? (
                  (row.default ?? "not known") || "empty"
                ) : (
                  <span className={styles.mono} title={row.default}>
                    {row.default}
                  </span>
                )}
              </td>
              <td className={styles.doc}>{!isOpen && row.doc}</td>
            </tr>
            {isOpen && (
              <tr>
                <td colSpan={COLUMNS.length} className={styles.detail}>
                  <div className={styles.sides}>
                    <Change
                      row={row}
                      connection={connection}
                      draft={draft[row.name]}
                      onChange={(text) => onDraft(withSetting(draft, row.name, text))}
                    />
                    <p className={styles.about} data-selectable>
                      {row.doc ??
                        "Tributary does not know this setting: see the documentation of your brokers."}
                    </p>
                  </div>
                </td>
              </tr>
            )}
          </tbody>
        );
      })}
    </table>
  );
}

const WORD: Record<ConfigOrigin, string> = {
  topic: "this topic",
  broker: "broker",
  cluster: "all brokers",
  default: "Kafka",
  unknown: "not told",
};

const ABOUT: Record<ConfigOrigin, string> = {
  topic: "Set for this topic.",
  broker: "Set for the broker that answered, in its file or while it runs.",
  cluster: "Set for all brokers while they run.",
  default: "Kafka's own default.",
  unknown: "The broker does not say where it comes from.",
};

function Value({ row }: { row: ConfigRow }) {
  const { value, type, sensitive, readOnly } = row;
  const words = value === null ? null : inWords(type, value);
  return (
    <>
      {sensitive ? (
        <Tag>sensitive</Tag>
      ) : value === null || value === "" ? (
        <span className={styles.faint}>{value === null ? "none" : "empty"}</span>
      ) : (
        <span className={styles.mono} title={value} data-selectable>
          {value}
        </span>
      )}
      {words !== null && <span className={styles.words}>{words}</span>}
      {readOnly && <Lock size={12} className={styles.lock} aria-label="can't be changed" />}
    </>
  );
}

type ChangeProps = {
  row: ConfigRow;
  connection: Connection | undefined;
  draft: string | null | undefined;
  onChange(text: string | null | undefined): void;
};

/** Another value, or why there can't be one. */
function Change({ row, connection, draft, onChange }: ChangeProps) {
  const workspace = useWorkspace();
  if (row.readOnly) return <p className={styles.faint}>It can't be changed while the topic is there.</p>;
  if (connection?.readOnly) {
    return (
      <div className={styles.locked}>
        <span>This connection is read-only.</span>
        <Button icon={LockOpen} onPress={() => workspace.overlay.set({ kind: "allowWriting", connection })}>
          Allow writing…
        </Button>
      </div>
    );
  }
  return <SettingEditor row={row} draft={draft} onChange={onChange} />;
}

/** Up and down, from name to name. */
function walk(event: KeyboardEvent<HTMLTableElement>) {
  const from = event.target as Element;
  if (!from.matches("button[aria-expanded]") || event.ctrlKey || event.metaKey || event.altKey) return;
  const step = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 }[event.key];
  if (step === undefined) return;
  const all = [...event.currentTarget.querySelectorAll<HTMLElement>("tr > td > button[aria-expanded]")];
  all[all.indexOf(from as HTMLElement) + step]?.focus();
  event.preventDefault();
}
