import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { expect, test, vi } from "vitest";
import { Grid } from "./Grid";
import type { Column } from "./GridRow";

type Row = { name: string };

const COLUMNS: Column<Row>[] = [{ id: "name", title: "Name", width: "1fr", render: ({ name }) => name }];

type Options = {
  first?: number;
  end: number;
  onOpen?(row: number): void;
  live?: boolean;
  onSight?(from: number, to: number): void;
};

function Harness({ first = 0, end, onOpen, live, onSight = () => undefined }: Options) {
  const [selected, setSelected] = useState<number | null>(null);
  const [following, setFollowing] = useState(true);
  return (
    <>
      <Grid
        label="Things"
        columns={COLUMNS}
        minWidth={100}
        first={first}
        end={end}
        row={(number) => ({ name: `row ${number}` })}
        rowHeight={28}
        selected={selected}
        onSelect={(number) => {
          setSelected(number);
          setFollowing(false);
        }}
        onOpen={onOpen}
        onSight={onSight}
        {...(live ? { following, onFollow: setFollowing } : {})}
      />
      <output>{following ? "following" : "paused"}</output>
    </>
  );
}

async function focused(options: Options) {
  const user = userEvent.setup();
  render(<Harness {...options} />);
  screen.getByRole("grid").focus();
  return { user, selected: () => screen.queryByRole("row", { selected: true })?.textContent };
}

test("j, k and arrows walk the rows, and the grid names the one that is marked", async () => {
  const { user, selected } = await focused({ end: 100 });
  await user.keyboard("j");
  expect(selected()).toBe("row 0");
  await user.keyboard("{ArrowDown}jj{ArrowUp}k");
  expect(selected()).toBe("row 1");
  const marked = screen.getByRole("grid").getAttribute("aria-activedescendant");
  expect(document.getElementById(marked ?? "")?.textContent).toBe("row 1");
});

test("pages, Home and End stay within the rows", async () => {
  const { user, selected } = await focused({ first: 50, end: 300 });
  await user.keyboard("{Home}");
  expect(selected()).toBe("row 50");
  await user.keyboard("{PageUp}");
  expect(selected()).toBe("row 50");
  await user.keyboard("{PageDown}");
  expect(selected()).toBe("row 69");
  await user.keyboard("{End}j");
  expect(selected()).toBe("row 299");
});

test("Enter and a double click open the row", async () => {
  const onOpen = vi.fn();
  const { user } = await focused({ end: 100, onOpen });
  await user.keyboard("jj{Enter}");
  await user.dblClick(screen.getByText("row 5"));
  expect(onOpen.mock.calls).toEqual([[1], [5]]);
});

test("of eighty million rows only those in sight exist", async () => {
  const onSight = vi.fn();
  await focused({ end: 88_000_000, onSight });
  expect(screen.getByRole("grid").getAttribute("aria-rowcount")).toBe("88000001");
  expect(screen.getAllByRole("row").length).toBeLessThan(25);
  expect(onSight).toHaveBeenLastCalledWith(0, 20);
});

test("following shows the last rows; Space pauses and End goes on", async () => {
  const { user } = await focused({ end: 1000, live: true });
  expect(screen.getByText("row 999")).toBeTruthy();
  await user.keyboard(" ");
  expect(screen.getByRole("status").textContent).toBe("paused");
  await user.keyboard("{End}");
  expect(screen.getByRole("status").textContent).toBe("following");
});

test("a grid that becomes higher goes on following", async () => {
  let clientHeight = 327;
  vi.spyOn(HTMLElement.prototype, "clientHeight", "get").mockImplementation(() => clientHeight);
  vi.spyOn(HTMLElement.prototype, "scrollHeight", "get").mockReturnValue(28_027);
  const { rerender } = render(<Harness end={1000} live />);
  const grid = screen.getByRole("grid");
  expect(grid.scrollTop).toBe(28_027 - 327);
  // A banner above has gone, and the browser has moved the rows to the end.
  clientHeight = 360;
  grid.scrollTop = 28_027 - 360;
  rerender(<Harness end={1000} live />);
  expect(screen.getByRole("status").textContent).toBe("following");
  grid.scrollTop = 20_000;
  rerender(<Harness end={1000} live />);
  expect(screen.getByRole("status").textContent, "a hand has scrolled up").toBe("paused");
  vi.restoreAllMocks();
});

test("a selected row stays where it is while rows come below and go above", async () => {
  const user = userEvent.setup();
  const { rerender } = render(<Harness end={1000} live />);
  await user.click(screen.getByText("row 990"));
  const before = screen.getAllByRole("row").map((row) => row.textContent);
  rerender(<Harness first={400} end={5000} live />);
  expect(screen.getAllByRole("row").map((row) => row.textContent)).toEqual(before);
  expect(screen.getByRole("row", { selected: true }).textContent).toBe("row 990");
});

/** The newest, which are the first, on top. */
function Newest({ first, end }: { first: number; end: number }) {
  const [selected, setSelected] = useState<number | null>(null);
  const [following, setFollowing] = useState(true);
  return (
    <>
      <Grid
        label="Things"
        columns={COLUMNS}
        minWidth={100}
        first={first}
        end={end}
        row={(number) => ({ name: `row ${number}` })}
        rowHeight={28}
        selected={selected}
        onSelect={(number) => {
          setSelected(number);
          setFollowing(false);
        }}
        onSight={() => undefined}
        edge="first"
        following={following}
        onFollow={setFollowing}
      />
      <output>{following ? "following" : "paused"}</output>
    </>
  );
}

test("following the first rows shows them as they come above; a selected row stays where it is", async () => {
  const user = userEvent.setup();
  const { rerender } = render(<Newest first={-100} end={0} />);
  expect(screen.getByText("row -100")).toBeTruthy();
  rerender(<Newest first={-150} end={0} />);
  expect(screen.getByText("row -150")).toBeTruthy();
  await user.click(screen.getByText("row -140"));
  const before = screen.getAllByRole("row").map((row) => row.textContent);
  rerender(<Newest first={-900} end={50} />);
  expect(screen.getAllByRole("row").map((row) => row.textContent)).toEqual(before);
  screen.getByRole("grid").focus();
  await user.keyboard("{Home}");
  expect(screen.getByRole("status").textContent).toBe("following");
  expect(screen.getByText("row -900")).toBeTruthy();
});

test("Shift and Ctrl ask for more rows", async () => {
  const user = userEvent.setup();
  const chosen: [number, string][] = [];
  render(
    <Grid
      label="Things"
      columns={COLUMNS}
      minWidth={100}
      first={0}
      end={50}
      row={(number) => ({ name: `row ${number}` })}
      rowHeight={28}
      selected={3}
      picked={new Set([3, 4])}
      onSelect={(number, how) => chosen.push([number, how])}
      onSight={() => undefined}
    />,
  );
  expect(screen.getAllByRole("row", { selected: true }).map((row) => row.textContent)).toEqual([
    "row 3",
    "row 4",
  ]);
  await user.keyboard("{Control>}");
  await user.click(screen.getByText("row 7"));
  await user.keyboard("{/Control}{Shift>}");
  await user.click(screen.getByText("row 9"));
  screen.getByRole("grid").focus();
  await user.keyboard("{ArrowDown}{/Shift}");
  expect(chosen).toEqual([
    [7, "toggle"],
    [9, "extend"],
    [4, "extend"],
  ]);
});
