import styles from "./Kbd.module.css";

const MAC = /Mac/.test(navigator.platform);

const NAMES: Record<string, string> = {
  mod: MAC ? "⌘" : "Ctrl",
  shift: MAC ? "⇧" : "Shift",
  ArrowUp: "↑",
  ArrowDown: "↓",
};

/** A key or a chord as it stands on the keyboard: "mod+k" is Ctrl K or ⌘ K. */
export function Kbd({ keys }: { keys: string }) {
  const names = keys.split("+").map((key) => NAMES[key] ?? key);
  // A letter alone is typed small; in a chord it is written as on the key.
  const shown =
    names.length > 1 ? names.map((name) => (name.length === 1 ? name.toUpperCase() : name)) : names;
  return <kbd className={styles.kbd}>{shown.join(" ")}</kbd>;
}
