import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useCallback, useDeferredValue, useMemo, useState } from "react";
import { useSettings, useWorkspace } from "../app/workspace";
import type { ChangeOutcome, JournalRow, Zone } from "../bindings";
import { backend } from "../ipc/backend";
import { toFailed } from "../ipc/failure";
import { SaveFile } from "../jobs/SaveFile";
import { Button } from "../kit/Button";
import { Dialog } from "../kit/Dialog";
import { Empty } from "../kit/Empty";
import { FilterField } from "../kit/Field";
import { Grid } from "../kit/grid/Grid";
import type { Column } from "../kit/grid/GridRow";
import { ErrorNote } from "../kit/Note";
import { count } from "../kit/numbers";
import { clock, fullMoment, zoneName } from "../kit/times";
import { Waiting } from "../kit/Waiting";
import styles from "./JournalDialog.module.css";
import { useChange, useCheckChange } from "./useChange";

/** Rows asked for at once: more than the dialog shows. */
const PAGE_ROWS = 60;

/** What was changed through this app, with a way back where there is one. */
export function JournalDialog({ onClose }: { onClose(): void }) {
  const { zone } = useSettings();
  const [search, setSearch] = useState("");
  const asked = useDeferredValue(search);
  const [from, setFrom] = useState(0);
  const [selected, setSelected] = useState<number | null>(null);
  const [exporting, setExporting] = useState(false);
  const [openedAt] = useState(Date.now);
  const { data, error, refetch } = useQuery({
    queryKey: ["listJournal", asked, from],
    queryFn: async () => ({ ...(await backend.listJournal(asked, from, PAGE_ROWS)), from }),
    placeholderData: keepPreviousData,
  });
  const columns = useMemo(() => columnsOf(zone), [zone]);
  const row = useCallback((number: number) => data?.rows[number - data.from], [data]);
  const see = useCallback((first: number, end: number) => {
    setFrom((now) => (first >= now && end <= now + PAGE_ROWS ? now : Math.max(0, first - PAGE_ROWS / 4)));
  }, []);
  const at = data?.rows.findIndex(({ id }) => id === selected) ?? -1;
  const shown = data?.rows[at];
  if (exporting) {
    return (
      <SaveFile
        title="Export the journal"
        about="Every change that the journal holds, as CSV: when, where, what, how it was, how it is, and how it ended."
        placeholder="/home/me/journal.csv"
        what="The journal"
        propose={() => backend.exportDefaults("", "journal", "csv")}
        write={(path, replace) => backend.exportJournal(path, replace)}
        onClose={() => setExporting(false)}
      />
    );
  }
  return (
    <Dialog
      title="Journal of changes"
      onClose={onClose}
      width={1000}
      footer={
        <>
          <span className={styles.total}>
            {data && `${count(data.total, "change")}${asked === "" ? "" : " found"}`}
          </span>
          <Button icon={Download} isDisabled={!data?.total} onPress={() => setExporting(true)}>
            Export…
          </Button>
          <Button look="quiet" onPress={onClose}>
            Close
          </Button>
        </>
      }
    >
      <div className={styles.body}>
        <div className={styles.search}>
          <FilterField
            label="Search the journal"
            placeholder="Search what was changed, where, and how it ended"
            value={search}
            onChange={(next) => {
              setSearch(next);
              setFrom(0);
              setSelected(null);
            }}
          />
        </div>
        <div className={styles.table}>
          <Grid
            label="Changes"
            columns={columns}
            minWidth={820}
            first={0}
            end={data?.total ?? 0}
            row={row}
            rowHeight={28}
            selected={data && at >= 0 ? data.from + at : null}
            onSelect={(number) => setSelected(row(number)?.id ?? null)}
            onSight={see}
            empty={
              error ? (
                <div className={styles.failure}>
                  <ErrorNote
                    failure={error}
                    action={<Button onPress={() => void refetch()}>Try again</Button>}
                  />
                </div>
              ) : !data ? (
                <Waiting what="Reading the journal" since={openedAt} />
              ) : asked === "" ? (
                <Empty title="Nothing was changed yet">
                  Each change to a cluster is written down here, with how it was before.
                </Empty>
              ) : (
                <Empty title={`No change with “${asked}”`} />
              )
            }
          />
        </div>
        {shown && <Entry entry={shown} zone={zone} />}
      </div>
    </Dialog>
  );
}

const OUTCOME_WORD: Record<ChangeOutcome, string> = {
  done: "done",
  partial: "in part",
  unknown: "not known",
  refused: "not made",
};

function columnsOf(zone: Zone): Column<JournalRow>[] {
  return [
    {
      id: "at",
      title: `When (${zoneName(zone)})`,
      width: "160px",
      render: ({ atMs }) => (
        <span className={styles.number} title={fullMoment(atMs, zone)}>
          {clock(atMs, zone)}
        </span>
      ),
    },
    {
      id: "what",
      title: "What",
      width: "minmax(170px, 1fr)",
      render: ({ what }) => <span title={what}>{what}</span>,
    },
    {
      id: "resource",
      title: "Of",
      width: "minmax(150px, 1fr)",
      render: ({ resource }) => <span title={resource}>{resource}</span>,
    },
    {
      id: "connection",
      title: "Connection",
      width: "140px",
      render: ({ connection }) => connection,
    },
    {
      id: "outcome",
      title: "Outcome",
      width: "100px",
      render: ({ state, outcome }) => (
        <span className={styles[state]} title={outcome}>
          {OUTCOME_WORD[state]}
        </span>
      ),
    },
    { id: "act", title: "", width: "100px", align: "right", render: (entry) => <Act entry={entry} /> },
  ];
}

/** The way back, or what became of it. */
function Act({ entry }: { entry: JournalRow }) {
  const workspace = useWorkspace();
  const makeChange = useChange();
  const check = useCheckChange();
  if (entry.check) {
    return (
      <button type="button" tabIndex={-1} className={styles.act} onClick={() => void check(entry.id)}>
        Look it up
      </button>
    );
  }
  if (!entry.undo) return null;
  return (
    <button
      type="button"
      tabIndex={-1}
      className={styles.act}
      aria-label={`Undo: ${entry.what}, ${entry.resource}`}
      onClick={() => {
        makeChange((confirm) => backend.undoChange(entry.id, confirm)).catch((thrown) =>
          workspace.say("error", toFailed(thrown)),
        );
      }}
    >
      Undo
    </button>
  );
}

/** How it was and how it is. */
function Entry({ entry, zone }: { entry: JournalRow; zone: Zone }) {
  return (
    <section className={styles.entry} aria-label="The change">
      <p>
        {entry.what} · {entry.resource} · {fullMoment(entry.atMs, zone)}
      </p>
      <p className={styles[entry.state]}>{entry.outcome}</p>
      <div className={styles.sides}>
        <Side title="Before" text={entry.before} />
        <Side title="After" text={entry.after} />
      </div>
    </section>
  );
}

function Side({ title, text }: { title: string; text: string | null }) {
  return (
    <div className={styles.sidePart}>
      <h3>{title}</h3>
      {text === null ? <p className={styles.total}>Not kept.</p> : <pre>{text}</pre>}
    </div>
  );
}
