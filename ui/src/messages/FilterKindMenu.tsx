import { Check } from "lucide-react";
import { Button as AriaButton } from "react-aria-components";
import type { FilterMode, FilterText, FilterVerdict } from "../bindings";
import { MenuButton, type MenuEntry } from "../kit/Menu";
import styles from "./FilterField.module.css";

type Props = { filter: FilterText; verdict: FilterVerdict | null; onChange(mode: FilterMode): void };

const MODES: readonly { id: FilterMode; name: string; note: string }[] = [
  { id: "auto", name: "As it reads", note: "conditions where it begins like one" },
  { id: "text", name: "Text", note: "in key, value and headers" },
  { id: "where", name: "Conditions", note: ".status = FAILED" },
];

/** As what the filter is taken, and the switch to the other. */
export function FilterKindMenu({ filter, verdict, onChange }: Props) {
  const kind = filter.mode === "auto" ? (verdict?.kind ?? "none") : filter.mode;
  const name = kind === "where" ? "Conditions" : kind === "text" ? "Text" : "Filter";
  const entries: MenuEntry[] = MODES.map(({ id, name, note }) => ({
    id,
    name,
    note,
    ...(id === filter.mode ? { icon: Check } : {}),
    run: () => onChange(id),
  }));
  return (
    <MenuButton label="What the filter is" entries={entries}>
      <AriaButton
        className={styles.chip}
        aria-label={`Filter kind: ${name}`}
        data-chosen={filter.mode !== "auto" || undefined}
      >
        {name}
      </AriaButton>
    </MenuButton>
  );
}
