import { FolderOpen } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useSettings, useWorkspace } from "../app/workspace";
import type { ExportFormat } from "../bindings";
import { useConnection } from "../connections/queries";
import { backend } from "../ipc/backend";
import { type Failed, toFailed } from "../ipc/failure";
import { Button } from "../kit/Button";
import { Dialog } from "../kit/Dialog";
import { Field } from "../kit/Field";
import { ErrorNote, Note } from "../kit/Note";
import { Checkbox, Segmented } from "../kit/Toggle";
import { pathColumns } from "../messages/columnChoice";
import type { TopicSession } from "../messages/TopicSession";
import { usePartitions } from "../topics/queries";
import styles from "./ExportDialog.module.css";
import { exportScope, exportSpec, nothingToExport, parsePaths } from "./exportScope";

const FORMATS: readonly { id: ExportFormat; name: string }[] = [
  { id: "jsonLines", name: "JSON lines" },
  { id: "csv", name: "CSV" },
];
const FORMAT_HINTS: Record<ExportFormat, string> = {
  jsonLines:
    "One message a line: key, value, headers, partition, offset and time. Produced from this file again, the bytes are the same.",
  csv: "For spreadsheets: partition, offset, timestamp, key, value, headers, then the columns below. Values are unaltered.",
};

/** Writes all that a tab asks for into a file, as a job. */
export function ExportDialog({ session, onClose }: { session: TopicSession; onClose(): void }) {
  const workspace = useWorkspace();
  const { zone } = useSettings();
  const { connection, topic } = session;
  const view = session.view();
  const [format, setFormat] = useState<ExportFormat>("jsonLines");
  const [path, setPath] = useState("");
  const [columns, setColumns] = useState(() => pathColumns(workspace.columns(session) ?? []).join(", "));
  const [conflict, setConflict] = useState<Failed | null>(null);
  const [replace, setReplace] = useState(false);
  const [failure, setFailure] = useState<Failed | null>(null);
  const [starting, setStarting] = useState(false);
  const [tried, setTried] = useState(false);
  /** The path that was proposed: one that was changed by hand stays. */
  const proposed = useRef("");
  const partitions = usePartitions(connection, topic, true).data?.length ?? null;
  const name = useConnection(connection)?.name;
  const nothing = nothingToExport(view);

  useEffect(() => {
    let isCurrent = true;
    backend
      .exportDefaults(connection, topic, format)
      .then((next) => {
        if (!isCurrent) return;
        setPath((now) => (now === proposed.current ? next : now));
        proposed.current = next;
      })
      // A path can be written or chosen all the same.
      .catch(() => undefined);
    return () => {
      isCurrent = false;
    };
  }, [connection, topic, format]);

  const changePath = (next: string) => {
    setPath(next);
    setConflict(null);
    setReplace(false);
    setFailure(null);
  };
  const choose = async () => {
    try {
      const chosen = await backend.chooseFile("save", path);
      if (chosen !== null) changePath(chosen);
    } catch (thrown) {
      setFailure(toFailed(thrown));
    }
  };
  const start = async () => {
    setTried(true);
    if (starting || path.trim() === "" || nothing !== null) return;
    if (conflict && !replace) return;
    setStarting(true);
    setFailure(null);
    try {
      await backend.startExport(connection, exportSpec(view, topic), {
        format,
        path: path.trim(),
        replace,
        columns: format === "csv" ? parsePaths(columns) : [],
      });
      onClose();
      workspace.jobsOpen.set(true);
    } catch (thrown) {
      const failed = toFailed(thrown);
      if (failed.code === "conflict" && !replace) setConflict(failed);
      else setFailure(failed);
    } finally {
      setStarting(false);
    }
  };

  return (
    <Dialog
      title={`Export ${topic}`}
      onClose={onClose}
      width={580}
      footer={
        <>
          <span className={styles.why}>
            {nothing !== null
              ? "Nothing to export"
              : conflict && !replace
                ? "The file is there already."
                : ""}
          </span>
          <Button look="quiet" onPress={onClose}>
            Cancel
          </Button>
          <Button
            look="primary"
            isPending={starting}
            isDisabled={nothing !== null || (conflict !== null && !replace)}
            onPress={() => void start()}
          >
            {starting ? "Starting…" : replace ? "Replace and export" : "Export"}
          </Button>
        </>
      }
    >
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          void start();
        }}
      >
        <section className={styles.scope} aria-label="What is exported">
          <dl>
            <div>
              <dt>Topic</dt>
              <dd>
                {topic} {name && <span className={styles.quiet}>on {name}</span>}
              </dd>
            </div>
            {exportScope(view, partitions, zone).map(([what, words]) => (
              <div key={what}>
                <dt>{what}</dt>
                <dd className={what === "Filter" && view.filter.text !== "" ? styles.mono : undefined}>
                  {words}
                </dd>
              </div>
            ))}
          </dl>
          <p>This re-reads the topic, not only what is on screen. It runs as a job while you work on.</p>
        </section>
        {nothing !== null && <Note tone="warn" message={nothing} />}
        <div className={styles.format}>
          <Segmented label="Format" value={format} options={FORMATS} onChange={(next) => setFormat(next)} />
          <p className={styles.quiet}>{FORMAT_HINTS[format]}</p>
        </div>
        <div className={styles.path}>
          <Field
            label="File"
            mono
            value={path}
            onChange={changePath}
            placeholder="/home/me/orders.jsonl"
            error={tried && path.trim() === "" ? "Write where to, or choose a file." : null}
          />
          <Button icon={FolderOpen} onPress={() => void choose()}>
            Choose…
          </Button>
        </div>
        {conflict && (
          <Note
            tone="warn"
            message={conflict.message}
            hint={replace ? "It is replaced once the export is complete." : conflict.hint}
            action={
              <Checkbox isSelected={replace} onChange={setReplace}>
                Replace it
              </Checkbox>
            }
          />
        )}
        {format === "csv" && (
          <Field
            label="More columns"
            mono
            value={columns}
            onChange={setColumns}
            placeholder=".amount, header.trace-id"
            hint="Paths, separated by commas. Empty: none more."
          />
        )}
        {failure && <ErrorNote failure={failure} />}
        <button type="submit" hidden />
      </form>
    </Dialog>
  );
}
