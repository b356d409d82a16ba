import { Copy } from "lucide-react";
import { type ReactNode, useMemo, useState } from "react";
import { useSettings, useWorkspace } from "../app/workspace";
import type { GroupDetail, GroupMember } from "../bindings";
import { toFailed } from "../ipc/failure";
import { copy } from "../kit/clipboard";
import { Grid } from "../kit/grid/Grid";
import type { Column } from "../kit/grid/GridRow";
import { ContextMenu } from "../kit/Menu";
import { Note } from "../kit/Note";
import { grouped } from "../kit/numbers";
import styles from "./GroupPartitions.module.css";

const COLUMNS: Column<GroupMember>[] = [
  { id: "client", title: "Client", width: "minmax(140px, 1fr)", render: ({ client }) => client },
  {
    id: "member",
    title: "Member",
    width: "minmax(220px, 1.6fr)",
    render: ({ id }) => (
      <span className={styles.number} title={id}>
        {id}
      </span>
    ),
  },
  {
    id: "instance",
    title: "Static id",
    width: "minmax(100px, 0.7fr)",
    render: ({ instance }) => instance ?? <span className={styles.none}>–</span>,
  },
  {
    id: "host",
    title: "Host",
    width: "minmax(120px, 0.7fr)",
    render: ({ host }) => <span className={styles.number}>{host}</span>,
  },
  {
    id: "partitions",
    title: "Partitions",
    width: "110px",
    align: "right",
    render: ({ partitions }) => <span className={styles.number}>{grouped(partitions)}</span>,
  },
  {
    id: "lag",
    title: "Lag",
    width: "130px",
    align: "right",
    render: ({ lag }) =>
      lag === null ? (
        <span className={styles.none} title="The lag of one of its partitions is not known.">
          not known
        </span>
      ) : (
        <span className={styles.number}>{grouped(lag)}</span>
      ),
  },
];

type Props = { detail: GroupDetail; dimmed: boolean; empty: ReactNode };

/** Who works in a group. */
export function GroupMembers({ detail, dimmed, empty }: Props) {
  const workspace = useWorkspace();
  const { compact } = useSettings();
  const [selected, setSelected] = useState<string | null>(null);
  const [menu, setMenu] = useState<{ member: GroupMember; element: Element } | null>(null);
  const menuAnchor = useMemo(() => ({ current: menu?.element ?? null }), [menu]);
  const rows = detail.members;
  const copyText = (text: string) => {
    copy(Promise.resolve(text)).catch((thrown) => workspace.say("error", toFailed(thrown)));
  };
  const at = rows.findIndex(({ id }) => id === selected);
  return (
    <>
      {detail.memberCount > rows.length && (
        <Note
          banner
          message={`The first ${grouped(rows.length)} members, of ${grouped(detail.memberCount)}.`}
        />
      )}
      {menu && (
        <ContextMenu
          label="Member"
          entries={[
            { id: "member", name: "Copy the member's id", icon: Copy, run: () => copyText(menu.member.id) },
            { id: "host", name: "Copy the host", icon: Copy, run: () => copyText(menu.member.host) },
          ]}
          anchor={menuAnchor}
          onClose={() => setMenu(null)}
        />
      )}
      <Grid
        label="Members of the group"
        columns={COLUMNS}
        minWidth={820}
        first={0}
        end={rows.length}
        row={(number) => rows[number]}
        rowHeight={compact ? 22 : 28}
        selected={at < 0 ? null : at}
        onSelect={(number) => setSelected(rows[number]?.id ?? null)}
        onSight={ignore}
        onMenu={(number, element) => {
          const member = rows[number];
          if (member) setMenu({ member, element });
        }}
        dimmed={dimmed}
        empty={empty}
      />
    </>
  );
}

/** All rows are here already. */
function ignore() {}
