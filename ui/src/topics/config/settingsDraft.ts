import type { ConfigRow } from "../../bindings";
import { readTyped } from "./settingText";

/** Settings as they are typed, by name; null takes the topic's own value away. */
export type SettingsDraft = Readonly<Record<string, string | null>>;

/** A setting that is to be changed. */
export type Pending = {
  row: ConfigRow;
  /** The value that a broker gets; null for what counts without the topic's own. */
  to: string | null;
  /** What is wrong with what was typed. */
  problem: string | null;
};

/** What a draft changes, in the order of the rows. */
export function pendingOf(rows: readonly ConfigRow[], draft: SettingsDraft): Pending[] {
  return rows.flatMap((row): Pending[] => {
    const text = draft[row.name];
    if (text === undefined) return [];
    if (text === null) return row.source === "topic" ? [{ row, to: null, problem: null }] : [];
    const { value, problem } = readTyped(row.type, text);
    return value === row.value ? [] : [{ row, to: value, problem }];
  });
}

/** The draft with another text for a setting; undefined leaves the setting as it is. */
export function withSetting(
  draft: SettingsDraft,
  name: string,
  text: string | null | undefined,
): SettingsDraft {
  const { [name]: _, ...others } = draft;
  return text === undefined ? others : { ...others, [name]: text };
}
