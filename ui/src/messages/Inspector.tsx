import { useQuery } from "@tanstack/react-query";
import { ChevronDown, ChevronUp, Columns2, Copy, Pin, PinOff, RotateCcw, Search, X } from "lucide-react";
import { useState } from "react";
import { Tab, TabList, TabPanel, Tabs } from "react-aria-components";
import { backend } from "../ipc/backend";
import { Button, IconButton } from "../kit/Button";
import { Empty } from "../kit/Empty";
import { Kbd } from "../kit/Kbd";
import { MenuButton } from "../kit/Menu";
import { ErrorNote } from "../kit/Note";
import { grouped } from "../kit/numbers";
import { useStore } from "../kit/store";
import { Waiting } from "../kit/Waiting";
import { CompareView } from "./CompareView";
import { HeadersPart } from "./HeadersPart";
import styles from "./Inspector.module.css";
import { MessageMeta } from "./MessageMeta";
import { Payload } from "./Payload";
import type { InspectorTab, TopicSession } from "./TopicSession";
import { copyEntries, useCopyRows } from "./useMessageEntries";

type Props = {
  session: TopicSession;
  /** Null until the view is open. */
  view: number | null;
  /** Under another numbering, a row is another message. */
  numbering: number;
  row: number | null;
  /** To the next message, or with -1 to the one before, as they stand on the screen. */
  onMove(by: number): void;
  onProduceAgain(row: number): void;
  onClose(): void;
};

/** One message: value, key and headers, laid out by the backend and pulled line by line. */
export function Inspector(props: Props) {
  const { session, view, numbering, row, onClose } = props;
  const { comparing, pinned } = useStore(session.state);
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
      ) : comparing && pinned ? (
        <CompareView session={session} view={view} numbering={numbering} row={row} pinned={pinned} />
      ) : (
        <Selected key={`${view} ${numbering} ${row}`} {...props} view={view} row={row} />
      )}
    </aside>
  );
}

type SelectedProps = Props & { view: number; row: number };

function Selected(props: SelectedProps) {
  const { session, view, numbering, row, onMove, onClose } = props;
  const { tab, forms } = useStore(session.state);
  const [askedAt] = useState(Date.now);
  const [finding, setFinding] = useState(false);
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
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (!(event.ctrlKey || event.metaKey) || event.key !== "f") return;
    event.preventDefault();
    setFinding(true);
  };
  const shared = { session, view, row, detail, finding, onFinding: setFinding };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: what is in it has the focus
    <div className={styles.message} onKeyDown={onKeyDown}>
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
          <IconButton label="Previous message" keys="k" icon={ChevronUp} onPress={() => onMove(-1)} />
          <IconButton label="Next message" keys="j" icon={ChevronDown} onPress={() => onMove(1)} />
          <IconButton
            label="Find in the message"
            keys="mod+f"
            icon={Search}
            size={14}
            onPress={() => setFinding(true)}
          />
          <IconButton label="Close the inspector" icon={X} onPress={onClose} />
        </div>
        <MessageMeta detail={detail} />
        <TabPanel id="value" className={styles.panel}>
          <Payload
            {...shared}
            part="value"
            info={detail.value}
            form={forms.value}
            onForm={(value) => session.state.update({ forms: { ...forms, value } })}
          />
        </TabPanel>
        <TabPanel id="key" className={styles.panel}>
          <Payload
            {...shared}
            part="key"
            info={detail.key}
            form={forms.key}
            onForm={(key) => session.state.update({ forms: { ...forms, key } })}
          />
        </TabPanel>
        <TabPanel id="headers" className={styles.panel}>
          <HeadersPart {...shared} />
        </TabPanel>
        <Actions
          {...props}
          parts={{ key: detail.key.shape !== "null", value: detail.value.shape !== "null" }}
        />
      </Tabs>
    </div>
  );
}

function Actions({
  session,
  row,
  parts,
  onProduceAgain,
}: SelectedProps & { parts: { key: boolean; value: boolean } }) {
  const copyRows = useCopyRows(session);
  const { pinned, selected, place } = useStore(session.state);
  const isPinned = pinned !== null && place !== null && pinned.row === selected;
  return (
    <footer className={styles.footer}>
      <Button icon={RotateCcw} onPress={() => onProduceAgain(row)}>
        Produce again…
      </Button>
      <MenuButton label="Copy as" entries={copyEntries((as) => copyRows(as, [row]), 1, parts)}>
        <Button icon={Copy} opens>
          Copy as
        </Button>
      </MenuButton>
      {pinned !== null && !isPinned && (
        <Button icon={Columns2} onPress={() => session.state.update({ comparing: true })}>
          Compare
        </Button>
      )}
      {isPinned ? (
        <IconButton label="Unpin" icon={PinOff} onPress={() => session.state.update({ pinned: null })} />
      ) : (
        <IconButton label="Pin to compare" icon={Pin} onPress={() => session.pin()} />
      )}
    </footer>
  );
}
