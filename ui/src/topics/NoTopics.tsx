import { ListX } from "lucide-react";
import type { Connection, TopicPage, TopicQuery } from "../bindings";
import { Button } from "../kit/Button";
import { Empty } from "../kit/Empty";
import { count } from "../kit/numbers";
import styles from "./NoTopics.module.css";

/** Why no topic is listed, and the next step. */
export function NoTopics({
  page,
  query,
  connection,
  onChange,
  onRefresh,
}: {
  page: TopicPage;
  query: TopicQuery;
  connection: Connection | undefined;
  onChange(part: Partial<TopicQuery>): void;
  /** Asks the brokers anew. */
  onRefresh(): void;
}) {
  const grant = connection && !connection.embedded ? grantLine(connection) : null;
  const hidden = !query.internal && page.internal > 0;
  if (query.search !== "") {
    return (
      <Empty
        icon={ListX}
        title={`No topic is called like “${query.search}”`}
        action={
          <>
            <Button onPress={() => onChange({ search: "" })}>Clear the search</Button>
            {hidden && (
              <Button onPress={() => onChange({ internal: true })}>Search internal topics too</Button>
            )}
          </>
        }
      >
        {count(page.total, "topic")} {page.total === 1 ? "was" : "were"} searched.
      </Empty>
    );
  }
  return (
    <Empty
      icon={ListX}
      title={hidden ? "There are only internal topics" : "There are no topics that you may see"}
      action={
        <>
          {hidden && (
            <Button onPress={() => onChange({ internal: true })}>
              Show {count(page.internal, "internal topic")}
            </Button>
          )}
          <Button onPress={onRefresh}>Ask again</Button>
        </>
      }
    >
      {!hidden && (
        <>
          <p>
            Either none was made yet, or this user lacks the right to describe them
            {grant ? ". This line grants it:" : "."}
          </p>
          {grant && (
            <code className={styles.grant} data-selectable>
              {grant}
            </code>
          )}
        </>
      )}
    </Empty>
  );
}

/** What an administrator runs so that this user may see all topics. */
function grantLine({ bootstrap, username }: Connection): string {
  const server = bootstrap.split(",")[0]?.trim() ?? bootstrap;
  const principal = username === null ? "User:ANONYMOUS" : `User:${username}`;
  return `kafka-acls.sh --bootstrap-server ${quoted(server)} --add --allow-principal ${quoted(principal)} --operation Describe --topic '*'`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
