/* One form per action: its fields, and what it asks of the desk. */

const field = (name, label, more = {}) => ({ name, label, ...more });
const CODE_FIELDS = [
  field("code", "Code, such as body_cameras: small letters, digits and _"),
  field("name", "Name"),
  field("brief", "What it is, in one sentence"),
];

const ACTIONS = [
  { kind: "rename", key: "r", label: "Rename", of: "theme", fields: () => [field("name", "New name", { fill: (desk) => desk.theme.name })] },
  {
    kind: "define", key: "d", label: "Define", of: "theme",
    fields: () => [
      CODE_FIELDS[0], { ...CODE_FIELDS[1], fill: (desk) => desk.theme.name }, CODE_FIELDS[2],
      field("definition", "Definition (may be left out)", { long: true, free: true }),
      field("use_when", "Use it when (may be left out)", { free: true }), field("not_when", "Not when (may be left out)", { free: true }),
    ],
  },
  {
    kind: "merge", key: "m", label: "Merge", of: "theme",
    fields: () => [field("into", "Into which theme", { options: (desk) => desk.themes.filter((one) => one.id !== desk.theme.id && !one.parent === !desk.theme.parent) })],
    send: (values, desk) => ({ themes: [desk.theme.id], into: values.into }),
  },
  {
    kind: "split", key: "s", label: "Split", of: "theme",
    fields: () => CODE_FIELDS,
    about: (desk) => (desk.theme.parent ? `Make ${desk.theme.id} a theme of its own?` : `Make a theme of ${sayPicked(desk)} in ${desk.theme.id}?`),
    send: (values, desk) => (desk.theme.parent
      ? { ...values, theme: desk.theme.parent, subtheme: desk.theme.id }
      : { ...values, theme: desk.theme.id, statements: desk.picked() }),
  },
  {
    kind: "move", key: "v", label: "Move", of: "statements",
    about: (desk) => `Move ${sayPicked(desk)} to which theme?`,
    fields: () => [field("to", "To", { options: (desk) => [...desk.themes, { id: "none", name: "no theme" }] })],
    send: (values, desk) => ({ to: values.to, statements: desk.picked() }),
  },
  {
    kind: "aside", key: "x", label: "Set aside", of: "theme", fields: () => [],
    about: (desk) => `${desk.theme.id} is no finding: its statements are counted as fitting no theme.`,
  },
  {
    kind: "quote", key: "q", label: "Mark as quote", of: "statements", plain: true, fields: () => [],
    about: (desk) => `Mark ${sayPicked(desk)} as ${desk.picked().length === 1 ? "a quote" : "quotes"} in memos.yml?`,
    send: (_, desk) => ({ statements: desk.picked() }),
  },
  {
    kind: "memo", key: "n", label: "Write memo", of: "any", plain: true,
    fields: () => [
      field("on", "About", {
        options: (desk) => [
          desk.current >= 0 ? { id: `statement ${desk.ids[desk.current]}`, name: desk.ids[desk.current] } : null,
          desk.theme ? { id: `theme ${desk.theme.id}`, name: `${desk.theme.id} ${desk.theme.name}` } : null,
          { id: "project", name: "the whole city" },
        ].filter(Boolean), bare: true,
      }),
      field("text", "Memo", { long: true }),
    ],
    send: ({ on, text }) => {
      const [what, id] = on.split(" ");  // as the form shows it, whatever is chosen meanwhile
      return { text, statement: what === "statement" ? id : null, theme: what === "theme" ? id : null };
    },
  },
];

function whyNot(action, desk) {
  if (action.of === "theme" && !desk.theme) return "Choose a theme in the list first.";
  if (action.of === "statements" && !desk.picked().length) return "No statement is in the list. Choose another theme or filter.";
  if (action.kind === "split" && !desk.theme.parent && !desk.chosen.size) return "Choose statements first: space ticks one.";
  return "";
}

function sayPicked(desk) {
  return desk.chosen.size ? `the ${many(desk.chosen.size, "statement")} ticked` : desk.picked().length ? `the statement highlighted, ${desk.picked()[0]},` : "no statement";
}

function aboutText(action, desk) {
  if (action.of === "theme" && !desk.theme) return "";
  return action.about ? action.about(desk) : action.of === "theme" ? `${desk.theme.id} ${desk.theme.name}` : "";
}

function inputFor(one, desk) {
  if (one.options) {
    return make("select", { name: one.name },
      ...one.options(desk).map((option) => make("option", { value: option.id }, one.bare || option.id === "none" ? option.name : `${option.id} ${option.name}`)));
  }
  const input = make(one.long ? "textarea" : "input", { name: one.name, rows: one.long ? "4" : null, autocomplete: "off" });
  input.value = one.fill ? one.fill(desk) : "";
  return input;
}

function actionForm(action, desk, close) {
  const fields = action.fields();
  const inputs = fields.map((one) => inputFor(one, desk));
  const about = aboutText(action, desk);
  const form = make("form", {
    class: "pa-form", "aria-label": action.label,
    submit: (event) => {
      event.preventDefault();
      const why = whyNot(action, desk);  // what was chosen may have changed since the form was opened
      if (why) return desk.say("", why);
      const values = Object.fromEntries(fields.map((one, n) => [one.name, inputs[n].value]));
      const asked = action.send ? action.send(values, desk) : { ...values, theme: desk.theme.id };
      desk.ask({ kind: "act", action: { kind: action.kind, ...asked } });
    },
    keydown: (event) => {
      // JupyterLab keeps Enter from doing what it does in a form by itself.
      if (event.key === "Enter" && event.target.matches("input, select")) { event.preventDefault(); event.stopPropagation(); form.requestSubmit(); }
      if (event.key === "Escape") { event.stopPropagation(); close(); }
    },
  },
    make("h4", {}, action.label), about ? make("p", { class: "pa-about" }, about) : null,
    ...fields.map((one, n) => make("label", {}, one.label, inputs[n])),
    make("div", { class: "pa-row" }, make("button", { type: "submit", class: "pa-go" }, action.label), make("button", { type: "button", click: close }, "Cancel")));
  return form;
}
