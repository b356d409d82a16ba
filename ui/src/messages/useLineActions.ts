import { Columns3, Copy, FilterIcon, Link2 } from "lucide-react";
import { useWorkspace } from "../app/workspace";
import type { Form, FoundLines, Part } from "../bindings";
import { backend } from "../ipc/backend";
import { toFailed } from "../ipc/failure";
import { copy } from "../kit/clipboard";
import type { MenuEntry } from "../kit/Menu";
import { addColumn } from "./columnChoice";
import type { TopicSession } from "./TopicSession";
import { useColumns } from "./useColumns";

export type LineActions = {
  /** What can be done with a line; empty where it stands for nothing. */
  entries(line: number): Promise<MenuEntry[]>;
  /** Narrows the rows to those that have what the line holds. */
  addCondition(line: number): Promise<void>;
  find(text: string): Promise<FoundLines>;
};

type Of = { session: TopicSession; view: number; row: number; part: Part; form: Form };

/** What a line of a payload stands for, and what can be done with that. */
export function useLineActions({ session, view, row, part, form }: Of): LineActions {
  const workspace = useWorkspace();
  const columns = useColumns(session);
  const told = <T>(answer: Promise<T>) =>
    answer.catch((thrown) => {
      workspace.say("error", toFailed(thrown));
      return null;
    });
  const narrow = async (condition: string) => {
    const { filter } = session.view();
    const joined = await told(backend.addCondition(filter, condition));
    if (joined !== null)
      session.typeFilter({ text: joined, mode: filter.mode === "text" ? "auto" : filter.mode });
  };
  return {
    find: (text) => backend.findLines(view, row, part, form, text),
    addCondition: async (line) => {
      const target = await told(backend.lineTarget(view, row, part, form, line));
      if (target) await narrow(target.condition);
    },
    entries: async (line) => {
      const target = await told(backend.lineTarget(view, row, part, form, line));
      if (target === null) return [];
      const put = (text: string) => void told(copy(Promise.resolve(text)));
      return [
        {
          id: "condition",
          name: "Add to the filter",
          note: short(target.condition),
          icon: FilterIcon,
          run: () => void narrow(target.condition),
        },
        {
          id: "column",
          name: "Add as column",
          note: short(target.column),
          icon: Columns3,
          run: () => columns.choose(addColumn(columns.choices, target.column)),
        },
        "separator",
        { id: "value", name: "Copy value", icon: Copy, run: () => put(target.value) },
        {
          id: "path",
          name: "Copy path",
          note: short(target.path),
          icon: Link2,
          run: () => put(target.path),
        },
      ];
    },
  };
}

const NOTE_CHARS = 36;

function short(text: string): string {
  return text.length <= NOTE_CHARS ? text : `${text.slice(0, NOTE_CHARS - 1)}…`;
}
