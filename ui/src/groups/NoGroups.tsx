import { Users } from "lucide-react";
import type { GroupPage } from "../bindings";
import { Button } from "../kit/Button";
import { Empty } from "../kit/Empty";
import { count } from "../kit/numbers";
import { CopyGrant } from "./GrantNote";
import styles from "./GrantNote.module.css";

type Props = {
  page: GroupPage;
  search: string;
  onClear(): void;
  onRefresh(): void;
};

/** Why no group is listed, and the next step. */
export function NoGroups({ page, search, onClear, onRefresh }: Props) {
  if (search !== "") {
    return (
      <Empty
        icon={Users}
        title={`No group or topic of a group is called like “${search}”`}
        action={<Button onPress={onClear}>Clear the search</Button>}
      >
        {count(page.total, "group")} {page.total === 1 ? "was" : "were"} searched
        {page.lags === "loading" ? "; which topics they read is still being asked." : "."}
      </Empty>
    );
  }
  const { grant, note } = page;
  const title = note === null ? "There are no consumer groups" : "No consumer group was listed";
  return (
    <Empty
      icon={Users}
      title={grant === null ? title : "There are no consumer groups that you may see"}
      action={
        <>
          {grant !== null && <CopyGrant grant={grant} />}
          <Button onPress={onRefresh}>Ask again</Button>
        </>
      }
    >
      {grant === null ? (
        "A group is there once a consumer with a group id has joined, or has committed an offset."
      ) : (
        <>
          <p>Kafka leaves out groups that one may not see, without a sign. This line grants it:</p>
          <code className={styles.emptyLine} data-selectable>
            {grant}
          </code>
        </>
      )}
    </Empty>
  );
}
