import { X } from "lucide-react";
import { type ReactNode, type RefObject, useEffect, useReducer, useRef, useState } from "react";
import { Tab, TabList, TabPanel, Tabs } from "react-aria-components";
import type { Connection } from "../bindings";
import { IconButton } from "../kit/Button";
import { Note } from "../kit/Note";
import type { TopicSession } from "../messages/TopicSession";
import { FileForm } from "./FileForm";
import { MessageForm } from "./MessageForm";
import styles from "./ProduceDrawer.module.css";
import { SentList } from "./SentList";

type Props = {
  session: TopicSession;
  connection: Connection | undefined;
  /** Null until known. */
  partitions: number | null;
};

/** What each tab of the drawer gets. */
export type FormProps = Props & {
  /** Said above the fields. */
  notice: ReactNode;
  /** What Ctrl Enter does. */
  sendRef: RefObject<() => void>;
};

type DrawerTab = "message" | "file" | "sent";

/** Writes to a topic: a message, many of them from a file, or one that was sent before. */
export function ProduceDrawer(props: Props) {
  const { session, connection } = props;
  const [tab, setTab] = useState<DrawerTab>("message");
  const drawer = useRef<HTMLElement>(null);
  const sendRef = useRef<() => void>(() => undefined);
  const close = () => session.state.update({ producing: false });

  const [entered, enter] = useReducer((count: number) => count + 1, 0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: each time that a message is to be written
  useEffect(() => {
    drawer.current?.querySelector<HTMLElement>("[role=tabpanel] input:not([type=checkbox])")?.focus();
  }, [entered]);

  const form = {
    ...props,
    sendRef,
    notice: connection?.readOnly ? (
      <Note
        tone="warn"
        message={`${connection.name} is read-only: nothing is written through it.`}
        hint="What you write here is kept until writing is allowed."
      />
    ) : null,
  };
  return (
    <aside
      ref={drawer}
      role="dialog"
      aria-label={`Produce to ${session.topic}`}
      className={styles.drawer}
      onKeyDown={(event) => {
        if (event.key === "Escape" && !event.defaultPrevented) {
          event.stopPropagation();
          close();
        }
      }}
      // Before a field, a button or the editor keeps the key to itself.
      onKeyDownCapture={(event) => {
        if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
        event.preventDefault();
        event.stopPropagation();
        sendRef.current();
      }}
      // A press beside the fields keeps the keys here.
      tabIndex={-1}
    >
      <header className={styles.head}>
        <h2 className={styles.title}>
          Produce to <span className={styles.topic}>{session.topic}</span>
        </h2>
        <IconButton label="Close" icon={X} keys="Esc" onPress={close} />
      </header>
      <Tabs className={styles.tabs} selectedKey={tab} onSelectionChange={(key) => setTab(key as DrawerTab)}>
        <TabList aria-label="What to produce" className={styles.tabList}>
          <Tab id="message" className={styles.tab}>
            A message
          </Tab>
          <Tab id="file" className={styles.tab}>
            From a file…
          </Tab>
          <Tab id="sent" className={styles.tab}>
            Last sent
          </Tab>
        </TabList>
        <TabPanel id="message" className={styles.panel}>
          <MessageForm {...form} />
        </TabPanel>
        <TabPanel id="file" className={styles.panel}>
          <FileForm {...form} />
        </TabPanel>
        <TabPanel id="sent" className={styles.panel}>
          <SentList
            session={session}
            sendRef={sendRef}
            onLoaded={() => {
              setTab("message");
              enter();
            }}
          />
        </TabPanel>
      </Tabs>
    </aside>
  );
}
