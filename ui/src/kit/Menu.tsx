import type { LucideIcon } from "lucide-react";
import type { ReactElement, RefObject } from "react";
import { Menu as AriaMenu, MenuItem, MenuTrigger, Popover, Separator } from "react-aria-components";
import { classes } from "./css";
import { Kbd } from "./Kbd";
import styles from "./Menu.module.css";

export type MenuEntry =
  | "separator"
  | {
      id: string;
      name: string;
      icon?: LucideIcon;
      keys?: string;
      danger?: boolean;
      note?: string;
      run(): void;
    };

function Entries({ label, entries, onClose }: { label: string; entries: MenuEntry[]; onClose?(): void }) {
  return (
    <AriaMenu aria-label={label} className={styles.menu} onClose={onClose} autoFocus="first">
      {entries.map((entry, index) =>
        entry === "separator" ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: separators have no other identity
          <Separator key={index} className={styles.separator} />
        ) : (
          <MenuItem
            key={entry.id}
            id={entry.id}
            textValue={entry.name}
            onAction={entry.run}
            className={classes(styles.item, entry.danger && styles.danger)}
          >
            {entry.icon ? <entry.icon size={14} aria-hidden /> : <span className={styles.noIcon} />}
            <span className={styles.name}>{entry.name}</span>
            {entry.note && <span className={styles.note}>{entry.note}</span>}
            {entry.keys && <Kbd keys={entry.keys} />}
          </MenuItem>
        ),
      )}
    </AriaMenu>
  );
}

/** A button that opens a menu. */
export function MenuButton({
  label,
  entries,
  children,
}: {
  label: string;
  entries: MenuEntry[];
  children: ReactElement;
}) {
  return (
    <MenuTrigger>
      {children}
      <Popover className={styles.popover} offset={4}>
        <Entries label={label} entries={entries} />
      </Popover>
    </MenuTrigger>
  );
}

/** The menu of a thing that was clicked with the right button, at that thing. */
export function ContextMenu({
  label,
  entries,
  anchor,
  onClose,
}: {
  label: string;
  entries: MenuEntry[];
  anchor: RefObject<Element | null>;
  onClose(): void;
}) {
  return (
    <Popover
      isOpen
      triggerRef={anchor}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      placement="bottom start"
      offset={2}
      className={styles.popover}
    >
      <Entries label={label} entries={entries} onClose={onClose} />
    </Popover>
  );
}
