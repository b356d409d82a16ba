import { useQueryClient } from "@tanstack/react-query";
import { FolderOpen, ListChecks, Send } from "lucide-react";
import { useEffect, useState } from "react";
import { useWorkspace } from "../app/workspace";
import type { FileDraft } from "../bindings";
import { backend } from "../ipc/backend";
import { type Failed, toFailed } from "../ipc/failure";
import { Button } from "../kit/Button";
import { Field } from "../kit/Field";
import { ErrorNote } from "../kit/Note";
import { count, duration } from "../kit/numbers";
import { useStore } from "../kit/store";
import { Segmented } from "../kit/Toggle";
import { FileFindings } from "./FileFindings";
import styles from "./FileForm.module.css";
import { Foot } from "./Foot";
import { type FileFields, fileFieldsOf, toFileDraft } from "./fileDraft";
import type { FormProps } from "./ProduceDrawer";
import drawer from "./ProduceDrawer.module.css";
import { useFileCheck } from "./useFileCheck";

const SOURCES: readonly { id: FileFields["source"]; name: string }[] = [
  { id: "file", name: "A file" },
  { id: "text", name: "Pasted text" },
];
const FORMATS: readonly { id: FileDraft["format"]; name: string }[] = [
  { id: "jsonLines", name: "JSON lines" },
  { id: "keyValue", name: "key:value" },
];
const CHECK_AFTER_MS = 400;

/** Produces the messages of a file or of pasted lines. All of it is checked before the first is sent. */
export function FileForm({ session, connection, notice, sendRef }: FormProps) {
  const queries = useQueryClient();
  const store = fileFieldsOf(session);
  const fields = useStore(store);
  const workspace = useWorkspace();
  const [failure, setFailure] = useState<Failed | null>(null);
  const [starting, setStarting] = useState(false);
  const [job, setJob] = useState<number | null>(null);
  const { report, elapsed, check } = useFileCheck(session, fields, setFailure);
  const draft = toFileDraft(fields);
  const missing = "missing" in draft ? draft.missing : null;
  const isGood = report !== null && report.problemCount === 0 && report.messages > 0;

  const change = (part: Partial<FileFields>) => {
    store.update(part);
    setFailure(null);
    setJob(null);
  };
  const choose = async () => {
    try {
      const path = await backend.chooseFile("open", fields.path);
      if (path === null) return;
      change({ path });
      void check(store.get());
    } catch (thrown) {
      setFailure(toFailed(thrown));
    }
  };
  useEffect(() => {
    if (fields.source !== "text" || fields.text.trim() === "") return;
    const timer = setTimeout(() => void check(fields), CHECK_AFTER_MS);
    return () => clearTimeout(timer);
  }, [fields, check]);

  const send = async () => {
    if (starting || connection?.readOnly || "missing" in draft) return;
    if (!isGood) {
      await check(fields);
      return;
    }
    setStarting(true);
    setFailure(null);
    try {
      setJob(
        await workspace.confirmed((confirm) =>
          backend.startProduction(session.connection, session.topic, draft, confirm),
        ),
      );
      void queries.invalidateQueries({ queryKey: ["sentMessages", session.connection, session.topic] });
    } catch (thrown) {
      setFailure(toFailed(thrown));
    } finally {
      setStarting(false);
    }
  };
  sendRef.current = () => void send();

  return (
    <>
      <div className={drawer.body}>
        {notice}
        <div className={styles.choices}>
          <Segmented
            label="From"
            value={fields.source}
            options={SOURCES}
            onChange={(source) => change({ source })}
          />
          <Segmented
            label="Format"
            value={fields.format}
            options={FORMATS}
            onChange={(format) => change({ format })}
          />
          {fields.format === "keyValue" && (
            <div className={styles.separator}>
              <span>separated by</span>
              <Field
                label="Separator"
                hideLabel
                mono
                value={fields.separator}
                onChange={(separator) => change({ separator })}
              />
            </div>
          )}
        </div>
        <p className={styles.hint}>
          {fields.format === "jsonLines"
            ? 'One message a line: {"key": …, "value": …, "headers": [["name", "value"]]}, as an export writes them. A value may be any JSON.'
            : `One message a line: the key, the separator, the value. \\t is a tab.`}
        </p>
        {fields.source === "file" ? (
          <div className={styles.path}>
            <Field
              label="File"
              hideLabel
              mono
              value={fields.path}
              onChange={(path) => change({ path })}
              placeholder="/home/me/orders.jsonl"
            />
            <Button icon={FolderOpen} onPress={() => void choose()}>
              Choose…
            </Button>
          </div>
        ) : (
          <textarea
            aria-label="Lines"
            className={styles.text}
            spellCheck={false}
            value={fields.text}
            placeholder={
              fields.format === "jsonLines" ? '{"key":"c-1","value":{"id":1}}' : `c-1${fields.separator}first`
            }
            onChange={(event) => change({ text: event.target.value })}
          />
        )}
        {elapsed !== null && (
          <p className={styles.checking} role="status">
            Checking every line… {elapsed >= 1000 && duration(elapsed)}
          </p>
        )}
        {report !== null && <FileFindings report={report} />}
      </div>
      <Foot
        connection={connection}
        job={job}
        said={failure && <ErrorNote failure={failure} />}
        left={
          <Button icon={ListChecks} isDisabled={missing !== null} onPress={() => void check(fields)}>
            Check
          </Button>
        }
        why={
          missing ??
          (isGood ? null : report ? "Nothing is sent before every line is right." : "Check it first.")
        }
        action={
          <Button
            look="primary"
            icon={Send}
            isPending={starting}
            isDisabled={!isGood}
            onPress={() => void send()}
          >
            {isGood ? `Send ${count(report.messages, "message")}` : "Send"}
          </Button>
        }
      />
    </>
  );
}
