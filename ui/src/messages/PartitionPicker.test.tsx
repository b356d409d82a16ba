import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import { PartitionPicker } from "./PartitionPicker";

test("with many partitions, numbers are typed, and the boxes follow", async () => {
  const user = userEvent.setup();
  const apply = vi.fn();
  render(<PartitionPicker count={64} chosen={null} onApply={apply} />);
  await user.click(screen.getByRole("button", { name: "Partitions: all" }));
  const field = screen.getByRole("textbox", { name: "Partitions" });
  await user.type(field, "3,7-");
  expect(screen.getByRole("button", { name: "Read" })).toHaveProperty("disabled", true);
  await user.type(field, "9");
  expect(screen.getByRole("checkbox", { name: "8" })).toHaveProperty("checked", true);
  expect(screen.getByRole("checkbox", { name: "4" })).toHaveProperty("checked", false);
  await user.click(screen.getByRole("checkbox", { name: "4" }));
  expect(field).toHaveProperty("value", "3,4,7-9");
  await user.type(field, "{Enter}");
  expect(apply).toHaveBeenCalledWith([3, 4, 7, 8, 9]);
});
