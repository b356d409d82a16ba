import { useMemo } from "react";
import { useSettings, useWorkspace } from "../app/workspace";
import type { ColumnChoice } from "../bindings";
import { useStore } from "../kit/store";
import { DEFAULT_COLUMNS, TABLE_COLUMNS } from "./columnChoice";
import type { TopicSession } from "./TopicSession";

export type Columns = {
  choices: readonly ColumnChoice[];
  /** Others than a topic starts with. */
  isChosen: boolean;
  /** Null: as they come. */
  choose(choices: ColumnChoice[] | null): void;
};

/** The columns of a topic, which are remembered. */
export function useColumns(session: TopicSession): Columns {
  const workspace = useWorkspace();
  // Columns change with the settings.
  useSettings();
  const { latestPerKey } = useStore(session.state).view;
  const chosen = workspace.columns(session);
  return useMemo(
    () => ({
      choices: chosen ?? (latestPerKey ? TABLE_COLUMNS : DEFAULT_COLUMNS),
      isChosen: chosen !== null,
      choose: (choices) => workspace.setColumns(session, choices),
    }),
    [workspace, session, chosen, latestPerKey],
  );
}
