import { ListX } from "lucide-react";
import type { TopicPage, TopicQuery } from "../bindings";
import { Button } from "../kit/Button";
import { Empty } from "../kit/Empty";
import { count } from "../kit/numbers";

/** Why no topic is listed, and the next step. */
export function NoTopics({
  page,
  query,
  onChange,
}: {
  page: TopicPage;
  query: TopicQuery;
  onChange(part: Partial<TopicQuery>): void;
}) {
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
        hidden && (
          <Button onPress={() => onChange({ internal: true })}>
            Show {count(page.internal, "internal topic")}
          </Button>
        )
      }
    >
      {hidden ? null : "Either none was made yet, or this user lacks the right to describe them."}
    </Empty>
  );
}
