import { Clock, Ellipsis, KeyRound, List, Lock, Server, Star, Users } from "lucide-react";
import { useRef, useState } from "react";
import type { Connection, Tab } from "../../bindings";
import { useConnectionEntries } from "../../connections/actions";
import { LINK_DOT, LINK_WORD, linkOf, useKnownCluster } from "../../connections/queries";
import { useGroupCount } from "../../groups/queries";
import { ContextMenu } from "../../kit/Menu";
import { grouped } from "../../kit/numbers";
import { useStore } from "../../kit/store";
import { Dot, Tag } from "../../kit/Tag";
import { useTopicCount } from "../../topics/queries";
import { sameTopic, topicTab } from "../tabs";
import { useSettings, useWorkspace } from "../workspace";
import styles from "./Tree.module.css";
import { TreeNode } from "./TreeNode";

const RECENT_SHOWN = 5;

type ConnectionNodeProps = { connection: Connection; first: boolean; narrow: boolean };

/** A connection with its topics and the topics of it that one comes back to. */
export function ConnectionNode({ connection, first, narrow }: ConnectionNodeProps) {
  const workspace = useWorkspace();
  const { expanded, favourites, recent } = useSettings();
  const cluster = useKnownCluster(connection.id);
  const link = linkOf(cluster, useStore(workspace.lost).has(connection.id));
  const counted = useTopicCount(connection.id, link === "open" || link === "lost");
  const groupCount = useGroupCount(connection.id);
  const entries = useConnectionEntries();
  const [menuAt, setMenuAt] = useState<"row" | null>(null);
  const row = useRef<HTMLDivElement>(null);
  const isOpen = expanded.includes(connection.id);
  const topicsNode = `topics ${connection.id}`;
  const topicsOpen = !expanded.includes(`closed ${topicsNode}`);
  const topics: Tab = { kind: "topics", connection: connection.id };
  const groups: Tab = { kind: "groups", connection: connection.id };
  const access: Tab = { kind: "access", connection: connection.id };
  const mine = favourites.filter((name) => name.connection === connection.id);
  const lately = recent
    .filter((name) => name.connection === connection.id && !mine.some((other) => sameTopic(other, name)))
    .slice(0, RECENT_SHOWN);

  if (narrow) {
    const isInFront = tabBelongsTo(workspace.tab, connection.id);
    return (
      <>
        <TreeNode
          level={1}
          label={`${connection.name}, ${LINK_WORD[link]}`}
          isTabStop={first}
          isSelected={isInFront && workspace.tab.kind !== "groups" && workspace.tab.kind !== "access"}
          onOpen={() => workspace.open(topics)}
        >
          <span className={styles.iconDot}>
            <Server size={16} aria-hidden />
            <Dot state={LINK_DOT[link]} />
          </span>
        </TreeNode>
        {isInFront && (
          <TreeNode
            level={2}
            label="Consumer groups"
            tip={`Consumer groups of ${connection.name}`}
            tab={groups}
            onOpen={() => workspace.open(groups)}
          >
            <Users size={16} className={styles.icon} aria-hidden />
          </TreeNode>
        )}
        {isInFront && (
          <TreeNode
            level={2}
            label="Access"
            tip={`Access to ${connection.name}`}
            tab={access}
            onOpen={() => workspace.open(access)}
          >
            <KeyRound size={16} className={styles.icon} aria-hidden />
          </TreeNode>
        )}
      </>
    );
  }
  return (
    <>
      <TreeNode
        nodeRef={row}
        level={1}
        label={connection.name}
        isTabStop={first}
        isExpanded={isOpen}
        onExpand={(open) => workspace.toggleExpanded(connection.id, open)}
        onOpen={() => {
          workspace.toggleExpanded(connection.id, true);
          workspace.open(topics);
        }}
        onMenu={() => setMenuAt("row")}
      >
        <Server size={14} className={styles.icon} aria-hidden />
        <span className={styles.name}>{connection.name}</span>
        {connection.readOnly && <Lock size={12} className={styles.lock} aria-label="read-only" />}
        <span className={styles.aside}>
          {connection.embedded && <Tag>embedded</Tag>}
          {connection.production && <Tag tone="error">prod</Tag>}
          <button
            type="button"
            tabIndex={-1}
            className={styles.more}
            aria-label={`Actions for ${connection.name}`}
            onClick={(event) => {
              event.stopPropagation();
              setMenuAt("row");
            }}
          >
            <Ellipsis size={14} aria-hidden />
          </button>
          <Dot state={LINK_DOT[link]} label={LINK_WORD[link]} />
        </span>
      </TreeNode>
      {menuAt !== null && (
        <ContextMenu
          label={`Actions for ${connection.name}`}
          entries={entries(connection, link)}
          anchor={row}
          onClose={() => setMenuAt(null)}
        />
      )}
      {isOpen && (
        <TreeNode
          level={2}
          label="Topics"
          tab={topics}
          isExpanded={mine.length + lately.length > 0 ? topicsOpen : undefined}
          onExpand={(open) => workspace.toggleExpanded(`closed ${topicsNode}`, !open)}
          onOpen={() => workspace.open(topics)}
        >
          <List size={14} className={styles.icon} aria-hidden />
          <span className={styles.name}>Topics</span>
          {counted && <span className={styles.count}>{grouped(counted.count)}</span>}
        </TreeNode>
      )}
      {isOpen &&
        topicsOpen &&
        [...mine, ...lately].map(({ topic }, index) => {
          const tab = topicTab({ connection: connection.id, topic });
          const Icon = index < mine.length ? Star : Clock;
          return (
            <TreeNode key={topic} level={3} label={topic} tab={tab} onOpen={() => workspace.open(tab)}>
              <Icon
                size={13}
                className={styles.icon}
                fill={index < mine.length ? "currentColor" : "none"}
                aria-hidden
              />
              <span className={styles.name} title={topic}>
                {topic}
              </span>
            </TreeNode>
          );
        })}
      {isOpen && (
        <TreeNode level={2} label="Consumer groups" tab={groups} onOpen={() => workspace.open(groups)}>
          <Users size={14} className={styles.icon} aria-hidden />
          <span className={styles.name}>Consumer groups</span>
          {groupCount !== null && <span className={styles.count}>{grouped(groupCount)}</span>}
        </TreeNode>
      )}
      {isOpen && (
        <TreeNode level={2} label="Access" tab={access} onOpen={() => workspace.open(access)}>
          <KeyRound size={14} className={styles.icon} aria-hidden />
          <span className={styles.name}>Access</span>
        </TreeNode>
      )}
    </>
  );
}

function tabBelongsTo(tab: Tab, connection: string): boolean {
  return tab.kind !== "home" && tab.connection === connection;
}
