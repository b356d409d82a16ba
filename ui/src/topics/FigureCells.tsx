import type { TopicFigure, TopicRow } from "../bindings";
import { LagText } from "../groups/LagText";
import type { Column } from "../kit/grid/GridRow";
import { grouped } from "../kit/numbers";
import { type Store, useStore } from "../kit/store";
import styles from "./FigureCells.module.css";
import { retention } from "./retention";

/** What is known of topics beside the list, by name. */
export type Figures = ReadonlyMap<string, TopicFigure>;

/** Columns of what is asked for the rows in sight alone. */
export function figureColumns(figures: Store<Figures>): Column<TopicRow>[] {
  return [
    {
      id: "rate",
      title: "Msg/s",
      width: "84px",
      align: "right",
      render: ({ name }) => <Rate name={name} figures={figures} />,
    },
    {
      id: "kept",
      title: "Kept",
      width: "150px",
      render: ({ name }) => <Kept name={name} figures={figures} />,
    },
    {
      id: "groups",
      title: "Groups",
      width: "76px",
      align: "right",
      render: ({ name }) => <Groups name={name} figures={figures} />,
    },
    {
      id: "worst",
      title: "Worst lag",
      width: "112px",
      align: "right",
      render: ({ name }) => <Worst name={name} figures={figures} />,
    },
  ];
}

type CellProps = { name: string; figures: Store<Figures> };

function Rate({ name, figures }: CellProps) {
  const rate = useStore(figures).get(name)?.rate ?? null;
  if (rate === null) return <span className={styles.none}>…</span>;
  const text = rate === 0 ? "0" : rate < 10 ? rate.toFixed(1) : grouped(Math.round(rate));
  return (
    <span className={rate === 0 ? styles.none : styles.number} title="Written over the last minute">
      {text}
    </span>
  );
}

function Kept({ name, figures }: CellProps) {
  const figure = useStore(figures).get(name);
  if (!figure) return <span className={styles.none}>…</span>;
  if (figure.problem !== null) {
    return (
      <span className={styles.none} title={figure.problem}>
        {figure.grant === null ? "not known" : "no right"}
      </span>
    );
  }
  const words = retention(figure);
  return <span title={figure.cleanupPolicy ?? undefined}>{words ?? "not known"}</span>;
}

function Groups({ name, figures }: CellProps) {
  const groups = useStore(figures).get(name)?.groups ?? null;
  if (groups === null) return <span className={styles.none}>…</span>;
  return <span className={groups === 0 ? styles.none : styles.number}>{grouped(groups)}</span>;
}

function Worst({ name, figures }: CellProps) {
  const figure = useStore(figures).get(name);
  if (!figure?.worst)
    return <span className={styles.none}>{(figure?.groups ?? null) === null ? "…" : "–"}</span>;
  return (
    <span title={figure.worst.group}>
      <LagText lag={figure.worst.lag} />
    </span>
  );
}
