import { useQuery } from "@tanstack/react-query";
import { Locate, Send } from "lucide-react";
import { useState } from "react";
import { useSettings } from "../app/workspace";
import type { Payload, SentMessage } from "../bindings";
import { backend } from "../ipc/backend";
import { Button, IconButton } from "../kit/Button";
import { Empty } from "../kit/Empty";
import { ErrorNote } from "../kit/Note";
import { grouped } from "../kit/numbers";
import { clock } from "../kit/times";
import { Waiting } from "../kit/Waiting";
import { fromDraft } from "./draft";
import type { FormProps } from "./ProduceDrawer";
import styles from "./SentList.module.css";

const PREVIEW_CHARS = 160;

type Props = Pick<FormProps, "session" | "sendRef"> & { onLoaded(): void };

/** The messages that were sent to a topic, newest first, to be loaded and sent again. */
export function SentList({ session, onLoaded, sendRef }: Props) {
  const { zone } = useSettings();
  const [openedAt] = useState(Date.now);
  const { connection, topic } = session;
  sendRef.current = () => undefined;
  const sent = useQuery({
    queryKey: ["sentMessages", connection, topic],
    queryFn: () => backend.sentMessages(connection, topic),
  });
  const load = ({ draft }: SentMessage) => {
    session.draft.set(fromDraft(draft, /^\s*[[{]/.test(draft.value?.text ?? "")));
    onLoaded();
  };
  if (sent.error) {
    return (
      <div className={styles.failure}>
        <ErrorNote
          failure={sent.error}
          action={<Button onPress={() => void sent.refetch()}>Try again</Button>}
        />
      </div>
    );
  }
  if (!sent.data) return <Waiting what="Looking" since={openedAt} />;
  if (sent.data.length === 0) {
    return (
      <Empty
        icon={Send}
        title="Nothing was sent from here yet"
        action={<Button onPress={onLoaded}>Write a message</Button>}
      >
        The last messages that you send to {topic} are kept here, to be sent again.
      </Empty>
    );
  }
  return (
    <ul className={styles.list} aria-label="Last sent">
      {sent.data.map((message) => {
        const { draft, partition, offset, atMs } = message;
        const place = `partition ${partition}, offset ${grouped(offset)}`;
        return (
          <li key={`${partition} ${offset}`} className={styles.row}>
            <button
              type="button"
              className={styles.load}
              onClick={() => load(message)}
              aria-label={`Load ${place}`}
            >
              <span className={styles.where}>
                {clock(atMs, zone)} · {place}
              </span>
              <span className={styles.preview}>
                <b>{preview(draft.key)}</b> {preview(draft.value)}
              </span>
            </button>
            <IconButton
              label={`Show ${place}`}
              tip="Show it in the topic"
              icon={Locate}
              onPress={() => session.show(partition, offset)}
            />
          </li>
        );
      })}
    </ul>
  );
}

function preview(payload: Payload | null): string {
  if (payload === null) return "null";
  const text = payload.text.slice(0, PREVIEW_CHARS).replace(/\s+/g, " ");
  return payload.form === "hex" ? `0x${text}` : text;
}
