import { useMemo, useState } from "react";
import { useSettings } from "../../app/workspace";
import type { ResetPlan, ResetRow, Zone } from "../../bindings";
import { Grid } from "../../kit/grid/Grid";
import type { Column } from "../../kit/grid/GridRow";
import { grouped } from "../../kit/numbers";
import { clock, fullMoment, zoneName } from "../../kit/times";
import styles from "./PlanTable.module.css";

/** What a reset does in each partition. */
export function PlanTable({ plan }: { plan: ResetPlan }) {
  const { zone } = useSettings();
  const [selected, setSelected] = useState<number | null>(null);
  const hasNotes = plan.rows.some(({ note }) => note !== null);
  const columns = useMemo(() => columnsOf(zone, hasNotes), [zone, hasNotes]);
  return (
    <div className={styles.table}>
      <Grid
        label="Plan"
        columns={columns}
        minWidth={hasNotes ? 940 : 790}
        first={0}
        end={plan.rows.length}
        row={(number) => plan.rows[number]}
        rowHeight={26}
        selected={selected}
        onSelect={setSelected}
        onSight={ignore}
      />
    </div>
  );
}

function columnsOf(zone: Zone, hasNotes: boolean): Column<ResetRow>[] {
  const columns: (Column<ResetRow> | false)[] = [
    {
      id: "topic",
      title: "Topic",
      width: "minmax(140px, 1.2fr)",
      render: ({ topic }) => <span title={topic}>{topic}</span>,
    },
    {
      id: "partition",
      title: "P",
      width: "44px",
      align: "right",
      render: ({ partition }) => <span className={styles.number}>{partition}</span>,
    },
    {
      id: "from",
      title: "From",
      width: "100px",
      align: "right",
      render: ({ from }) =>
        from === null ? (
          <span className={styles.none}>no commit</span>
        ) : (
          <span className={styles.number}>{grouped(from)}</span>
        ),
    },
    {
      id: "to",
      title: "To",
      width: "100px",
      align: "right",
      render: ({ to, from }) => {
        if (to === null) return <span className={styles.none}>stays</span>;
        return <span className={to === from ? styles.same : styles.target}>{grouped(to)}</span>;
      },
    },
    {
      id: "again",
      title: "Read again",
      width: "92px",
      align: "right",
      render: ({ again }) => <Messages value={again} />,
    },
    {
      id: "skipped",
      title: "Skipped",
      width: "88px",
      align: "right",
      render: ({ skipped }) => <Messages value={skipped} tone="skipped" />,
    },
    {
      id: "span",
      title: `Written, first to last (${zoneName(zone)})`,
      width: "minmax(190px, 1fr)",
      render: (row) => <Written row={row} zone={zone} />,
    },
    hasNotes && {
      id: "note",
      title: "Note",
      width: "minmax(180px, 1.6fr)",
      render: ({ note }) =>
        note && (
          <span className={styles.note} title={note}>
            {note}
          </span>
        ),
    },
  ];
  return columns.filter((column) => column !== false);
}

function Messages({ value, tone }: { value: string; tone?: "skipped" }) {
  if (value === "0") return <span className={styles.none}>–</span>;
  return <span className={tone === undefined ? styles.number : styles.skipped}>{grouped(value)}</span>;
}

/** When the messages were written that are read again or skipped. */
function Written({ row: { first, last, fromMs, toMs }, zone }: { row: ResetRow; zone: Zone }) {
  if (first === null || last === null) return <span className={styles.none}>–</span>;
  const offsets = `Offsets ${grouped(first)} to ${grouped(last)}`;
  if (fromMs === null || toMs === null) {
    return (
      <span className={styles.none} title={offsets}>
        not looked at
      </span>
    );
  }
  return (
    <span
      className={styles.number}
      title={`${offsets}\n${fullMoment(fromMs, zone)} to ${fullMoment(toMs, zone)}`}
    >
      {clock(fromMs, zone)} – {clock(toMs, zone)}
    </span>
  );
}

/** All rows are here already. */
function ignore() {}
