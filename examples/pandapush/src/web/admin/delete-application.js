// The dialog that deletes an application after its name was typed.

import { call, ofApplication } from "./api.js";
import { openDialog } from "./dialog.js";
import { element } from "./element.js";
import { VERBATIM, errorPlace, fieldError, submits } from "./form.js";
import { go } from "./router.js";

export function deleteApplication(application) {
  // An application without a name is confirmed by its id.
  const wanted = application.name || application.id;
  const form = element(
    "form",
    {},
    element("p", {}, "This cannot be undone. All keys stop working at once."),
    element(
      "label",
      {},
      element("span", {}, "Type ", element("strong", {}, wanted), " to confirm"),
      element("input", {
        name: "confirmation",
        ...VERBATIM,
        autofocus: true,
      }),
    ),
    errorPlace(),
    element(
      "div",
      { class: "actions" },
      element("button", { class: "danger" }, "Delete application"),
      element("button", { type: "button", click: () => dialog.close() }, "Cancel"),
    ),
  );
  const dialog = openDialog("Delete this application?", form);
  submits(form, async ({ confirmation }) => {
    if (confirmation.trim() !== wanted.trim())
      throw fieldError("confirmation", `This is not the name. Type ${wanted} exactly.`);
    await call("DELETE", ofApplication(application.id));
    dialog.close();
    go("/admin");
  });
}
