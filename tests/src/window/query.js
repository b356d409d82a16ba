// The body of a function that finds elements as Testing Library does. Its argument: steps of
// {role, name: {kind, text}, nth} (role null: found by its label), each looked for in what the step before it has found. It gives
// null if the library has to be brought into the page first.
const library = window.TestingLibraryDom;
if (library === undefined) return null;

const named = { exactly: (text) => text, containing: (text) => (name) => name.includes(text), any: () => undefined };

let found = [document.body];
for (const { role, name, nth } of arguments[0]) {
  const wanted = named[name.kind](name.text);
  const inside = (element) =>
    role === null
      ? library.queryAllByLabelText(element, wanted)
      : library.queryAllByRole(element, role, { name: wanted });
  found = [...new Set(found.flatMap(inside))];
  if (nth !== null) found = found.slice(nth, nth + 1);
}
return found;
