import { useQuery } from "@tanstack/react-query";
import { RotateCcw, X } from "lucide-react";
import { useState } from "react";
import { Tab, TabList, TabPanel, Tabs } from "react-aria-components";
import { useSettings } from "../app/workspace";
import type { Form, MessageDetail, PartInfo, Zone } from "../bindings";
import { backend } from "../ipc/backend";
import { Button, IconButton } from "../kit/Button";
import { Empty } from "../kit/Empty";
import { Kbd } from "../kit/Kbd";
import { ErrorNote } from "../kit/Note";
import { bytes, grouped } from "../kit/numbers";
import { useStore } from "../kit/store";
import { Tag } from "../kit/Tag";
import { Segmented } from "../kit/Toggle";
import { fullMoment, zoneName } from "../kit/times";
import { Waiting } from "../kit/Waiting";
import { CopyButton } from "./CopyButton";
import { HeadersPart } from "./HeadersPart";
import styles from "./Inspector.module.css";
import { PartLines } from "./PartLines";
import type { InspectorTab, TopicSession } from "./TopicSession";

type Props = {
  session: TopicSession;
  /** Null until the view is open. */
  view: number | null;
  /** Under another numbering, a row is another message. */
  numbering: number;
  row: number | null;
  onProduceAgain(row: number): void;
  onClose(): void;
};

/** One message: value, key and headers, laid out by the backend and pulled line by line. */
export function Inspector(props: Props) {
  const { view, numbering, row, onClose } = props;
  return (
    <aside className={styles.inspector} aria-label="Message">
      {view === null || row === null ? (
        <>
          <div className={styles.close}>
            <IconButton label="Close the inspector" icon={X} onPress={onClose} />
          </div>
          <Empty title="No message selected">
            Click a row, or walk with <Kbd keys="j" /> and <Kbd keys="k" />.
          </Empty>
        </>
      ) : (
        <Selected key={`${view} ${numbering} ${row}`} {...props} view={view} row={row} />
      )}
    </aside>
  );
}

type SelectedProps = Props & { view: number; row: number };

function Selected({ session, view, numbering, row, onProduceAgain, onClose }: SelectedProps) {
  const { tab, forms } = useStore(session.state);
  const [askedAt] = useState(Date.now);
  const { data: detail, error } = useQuery({
    queryKey: ["messageDetail", view, numbering, row],
    queryFn: () => backend.messageDetail(view, row),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
  });
  if (error && !detail) {
    return (
      <div className={styles.failed}>
        <div className={styles.close}>
          <IconButton label="Close the inspector" icon={X} onPress={onClose} />
        </div>
        <ErrorNote
          failure={
            error.code === "notFound"
              ? {
                  message: "This message has made room for newer ones.",
                  hint: "It is still in the topic: start at its offset.",
                  details: null,
                }
              : error
          }
        />
      </div>
    );
  }
  if (!detail) return <Waiting what="Opening" since={askedAt} />;
  return (
    <Tabs
      selectedKey={tab}
      onSelectionChange={(key) => session.state.update({ tab: key as InspectorTab })}
      className={styles.tabs}
    >
      <div className={styles.head}>
        <TabList aria-label="Parts of the message" className={styles.tabList}>
          <Tab id="value" className={styles.tab}>
            Value
          </Tab>
          <Tab id="key" className={styles.tab}>
            Key
          </Tab>
          <Tab id="headers" className={styles.tab}>
            Headers {grouped(detail.headerCount)}
          </Tab>
        </TabList>
        <IconButton label="Close the inspector" icon={X} onPress={onClose} />
      </div>
      <Meta detail={detail} />
      <TabPanel id="value" className={styles.panel}>
        <Payload
          session={session}
          view={view}
          row={row}
          detail={detail}
          part="value"
          info={detail.value}
          form={forms.value}
          onForm={(value) => session.state.update({ forms: { ...forms, value } })}
        />
      </TabPanel>
      <TabPanel id="key" className={styles.panel}>
        <Payload
          session={session}
          view={view}
          row={row}
          detail={detail}
          part="key"
          info={detail.key}
          form={forms.key}
          onForm={(key) => session.state.update({ forms: { ...forms, key } })}
        />
      </TabPanel>
      <TabPanel id="headers" className={styles.panel}>
        <HeadersPart session={session} view={view} row={row} detail={detail} />
      </TabPanel>
      <footer className={styles.footer}>
        <Button icon={RotateCcw} onPress={() => onProduceAgain(row)}>
          Produce again…
        </Button>
        {tab === "value" && detail.value.shape !== "null" && (
          <CopyButton name="Copy value" text={() => backend.messageText(view, row, "value", forms.value)} />
        )}
        {tab === "key" && detail.key.shape !== "null" && (
          <CopyButton name="Copy key" text={() => backend.messageText(view, row, "key", forms.key)} />
        )}
      </footer>
    </Tabs>
  );
}

function Meta({ detail }: { detail: MessageDetail }) {
  const { zone } = useSettings();
  return (
    <dl className={styles.meta}>
      <dt>Offset</dt>
      <dd data-selectable>
        <span className={styles.quiet}>partition</span> {detail.partition}{" "}
        <span className={styles.quiet}>·</span> {grouped(detail.offset)}
      </dd>
      <dt>Timestamp</dt>
      <dd data-selectable>{timestampText(detail, zone)}</dd>
      <dt>Size</dt>
      <dd data-selectable>
        {bytes(detail.size)}{" "}
        <span className={styles.quiet}>
          key {detail.key.shape === "null" ? "null" : bytes(detail.key.size)} · value{" "}
          {detail.value.shape === "null" ? "null" : bytes(detail.value.size)}
        </span>
      </dd>
    </dl>
  );
}

function timestampText({ timestamp, timestampKind }: MessageDetail, zone: Zone) {
  if (timestamp === null || timestampKind === "none") return <span className={styles.quiet}>none</span>;
  return (
    <>
      {fullMoment(Number(timestamp), zone)} <span className={styles.quiet}>{zoneName(zone)}</span>{" "}
      <span className={styles.quiet}>{timestampKind === "create" ? "create" : "log append"}</span>
    </>
  );
}

type PayloadProps = {
  session: TopicSession;
  view: number;
  row: number;
  detail: MessageDetail;
  part: "key" | "value";
  info: PartInfo;
  form: Form;
  onForm(form: Form): void;
};

const FORMS: readonly { id: Form; name: string }[] = [
  { id: "auto", name: "Auto" },
  { id: "text", name: "Text" },
  { id: "hex", name: "Hex" },
];

function Payload({ session, view, row, detail, part, info, form, onForm }: PayloadProps) {
  if (info.shape === "null") {
    return part === "value" ? (
      <Empty title="Tombstone">The value is null: compaction deletes this key.</Empty>
    ) : (
      <Empty title="Null key">The message was written without a key.</Empty>
    );
  }
  if (info.shape === "empty") return <Empty title={`Empty ${part}`}>It is there, and has no bytes.</Empty>;
  return (
    <>
      <div className={styles.forms}>
        <Segmented label="Shown as" small value={form} options={FORMS} onChange={onForm} />
        <Tag>{info.shape === "json" ? "JSON" : info.shape}</Tag>
      </div>
      <PartLines
        key={form}
        session={session}
        view={view}
        row={row}
        detail={detail}
        part={part}
        form={form}
        label={part === "key" ? "Key" : "Value"}
      />
    </>
  );
}
