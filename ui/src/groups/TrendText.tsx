import { Minus, TrendingDown, TrendingUp } from "lucide-react";
import type { Trend } from "../bindings";
import styles from "./TrendText.module.css";
import { TREND_WORD } from "./words";

const ICONS = { growing: TrendingUp, falling: TrendingDown, steady: Minus, measuring: null } as const;

/** Where a lag is going. */
export function TrendText({ trend }: { trend: Trend | null }) {
  if (trend === null) return <span className={styles.none}>–</span>;
  const Icon = ICONS[trend];
  return (
    <span
      className={styles[trend]}
      title={trend === "measuring" ? "It takes a minute to tell." : "Over the last five minutes."}
    >
      {Icon && <Icon size={13} aria-hidden />}
      {TREND_WORD[trend]}
    </span>
  );
}
