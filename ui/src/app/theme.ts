import { useEffect } from "react";
import type { Theme } from "../bindings";
import { useMedia } from "../kit/useMedia";

/** Puts the chosen theme, or the system's, on the document. */
export function useTheme(theme: Theme): void {
  const dark = useMedia("(prefers-color-scheme: dark)");
  const shown = theme === "system" ? (dark ? "dark" : "light") : theme;
  useEffect(() => {
    document.documentElement.dataset.theme = shown;
  }, [shown]);
}
