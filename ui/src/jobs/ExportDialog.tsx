import { useEffect, useState } from "react";
import { useSettings, useWorkspace } from "../app/workspace";
import type { ExportFormat } from "../bindings";
import { useConnection } from "../connections/queries";
import { backend } from "../ipc/backend";
import { Button } from "../kit/Button";
import { Dialog } from "../kit/Dialog";
import { Field } from "../kit/Field";
import { ErrorNote, Note } from "../kit/Note";
import { Segmented } from "../kit/Toggle";
import { pathColumns } from "../messages/columnChoice";
import type { TopicSession } from "../messages/TopicSession";
import { usePartitions } from "../topics/queries";
import styles from "./ExportDialog.module.css";
import { exportScope, exportSpec, nothingToExport, parsePaths } from "./exportScope";
import { TargetFields } from "./TargetFields";
import { useTargetFile } from "./useTargetFile";

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
  const [columns, setColumns] = useState(() => pathColumns(workspace.columns(session) ?? []).join(", "));
  const partitions = usePartitions(connection, topic, true).data?.length ?? null;
  const name = useConnection(connection)?.name;
  const nothing = nothingToExport(view);

  const file = useTargetFile(async (path, replace) => {
    await backend.startExport(connection, exportSpec(view, topic), {
      format,
      path,
      replace,
      columns: format === "csv" ? parsePaths(columns) : [],
    });
    onClose();
    workspace.jobsOpen.set(true);
  });
  const { propose } = file;
  useEffect(() => {
    let isCurrent = true;
    backend
      .exportDefaults(connection, topic, format)
      .then((next) => {
        if (isCurrent) propose(next);
      })
      // A path can be written or chosen all the same.
      .catch(() => undefined);
    return () => {
      isCurrent = false;
    };
  }, [connection, topic, format, propose]);
  const start = () => {
    if (nothing === null) void file.save();
  };

  return (
    <Dialog
      title={`Export ${topic}`}
      onClose={onClose}
      width={580}
      footer={
        <>
          <span className={styles.why}>
            {nothing !== null ? "Nothing to export" : file.isBlocked ? "The file is there already." : ""}
          </span>
          <Button look="quiet" onPress={onClose}>
            Cancel
          </Button>
          <Button
            look="primary"
            isPending={file.writing}
            isDisabled={nothing !== null || file.isBlocked}
            onPress={start}
          >
            {file.writing ? "Starting…" : file.replace ? "Replace and export" : "Export"}
          </Button>
        </>
      }
    >
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          start();
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
        <TargetFields
          file={file}
          placeholder="/home/me/orders.jsonl"
          replaceHint="It is replaced once the export is complete."
        />
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
        {file.failure && <ErrorNote failure={file.failure} />}
        <button type="submit" hidden />
      </form>
    </Dialog>
  );
}
