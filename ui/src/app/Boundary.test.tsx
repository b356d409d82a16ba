import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import { Boundary } from "./Boundary";

let broken = true;

function Part() {
  if (broken) throw new Error("no such thing");
  return <p>mended</p>;
}

test("a part that breaks leaves the rest alive, and can be shown again", async () => {
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  render(
    <>
      <p>the rest</p>
      <Boundary what="The inspector">
        <Part />
      </Boundary>
    </>,
  );
  expect(screen.getByText("the rest")).toBeTruthy();
  expect(screen.getByRole("alert").textContent).toContain("The inspector can't be shown.");
  broken = false;
  await userEvent.click(screen.getByRole("button", { name: "Show again" }));
  expect(screen.getByText("mended")).toBeTruthy();
});
