import { useQueryClient } from "@tanstack/react-query";
import { Send } from "lucide-react";
import { useMemo, useState } from "react";
import { useWorkspace } from "../app/workspace";
import type { Produced } from "../bindings";
import { backend } from "../ipc/backend";
import { type Failed, toFailed } from "../ipc/failure";
import { Button } from "../kit/Button";
import { ErrorNote, Note } from "../kit/Note";
import { count, grouped } from "../kit/numbers";
import { useStore } from "../kit/store";
import { type DraftState, draftProblems, EMPTY_DRAFT, timesOf, toDraft } from "./draft";
import { Foot } from "./Foot";
import { MessageFields } from "./MessageFields";
import type { FormProps } from "./ProduceDrawer";
import styles from "./ProduceDrawer.module.css";
import { useJsonProblem } from "./useJsonProblem";

/** Writes a message, once or many times. What was typed stays until it is replaced, also over a failure. */
export function MessageForm({ session, connection, partitions, notice, sendRef }: FormProps) {
  const queries = useQueryClient();
  const draft = useStore(session.draft);
  const [sending, setSending] = useState(false);
  const workspace = useWorkspace();
  const [failure, setFailure] = useState<Failed | null>(null);
  const [written, setWritten] = useState<Produced | null>(null);
  const [job, setJob] = useState<number | null>(null);
  const jsonProblem = useJsonProblem(draft);
  const fieldProblems = useMemo(() => draftProblems(draft, partitions), [draft, partitions]);
  const problems = {
    ...fieldProblems,
    value:
      fieldProblems.value ??
      (jsonProblem && `Line ${jsonProblem.line}, column ${jsonProblem.column}: ${jsonProblem.message}`),
  };
  const isBlocked = Object.values(problems).some((problem) => problem !== null);
  const times = timesOf(draft);
  const { connection: id, topic } = session;

  const change = (part: Partial<DraftState>) => {
    session.draft.update(part);
    setWritten(null);
    setFailure(null);
  };
  const send = async () => {
    if (sending || connection?.readOnly || isBlocked) return;
    setSending(true);
    setFailure(null);
    setWritten(null);
    try {
      if (times > 1)
        setJob(
          await workspace.confirmed((confirm) =>
            backend.produceMany(id, topic, toDraft(draft), times, confirm),
          ),
        );
      else {
        setWritten(
          await workspace.confirmed((confirm) => backend.produce(id, topic, toDraft(draft), confirm)),
        );
        void queries.invalidateQueries({ queryKey: ["topicPartitions", id, topic] });
      }
      void queries.invalidateQueries({ queryKey: ["sentMessages", id, topic] });
    } catch (thrown) {
      setFailure(toFailed(thrown));
    } finally {
      setSending(false);
    }
  };
  sendRef.current = () => void send();

  return (
    <>
      <div className={styles.body}>
        {notice}
        <MessageFields draft={draft} problems={problems} jsonProblem={jsonProblem} onChange={change} />
      </div>
      <Foot
        connection={connection}
        job={job}
        said={
          <>
            {failure && <ErrorNote failure={failure} />}
            {written && (
              <Note
                tone="ok"
                message={`Written to partition ${written.partition} at offset ${grouped(written.offset)}.`}
                action={
                  <Button onPress={() => session.show(written.partition, written.offset)}>Show it</Button>
                }
              />
            )}
          </>
        }
        left={
          <Button look="quiet" onPress={() => change(EMPTY_DRAFT)}>
            Clear
          </Button>
        }
        why={isBlocked ? "Mend the field marked above." : null}
        action={
          <Button
            look="primary"
            icon={Send}
            isPending={sending}
            isDisabled={isBlocked}
            onPress={() => void send()}
          >
            {sending ? "Sending…" : times > 1 ? `Send ${count(times, "message")}` : "Send"}
          </Button>
        }
      />
    </>
  );
}
