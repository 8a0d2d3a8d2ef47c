// Forms that show errors where they happen and keep the input.

import { element, setText } from "./element.js";

// Attributes of fields for names, ids and channels, which browsers must not complete or correct.
export const VERBATIM = { autocomplete: "off", autocapitalize: "none", spellcheck: "false" };

// Creates the place of a form's error.
export const errorPlace = () => element("p", { class: "error", role: "alert", hidden: true });

// Shows an error, or hides the last one.
export function showError(place, error) {
  place.hidden = !error;
  setText(place, error ? error.message : "");
}

// Creates an error about one field, for an action of `submits`.
export function fieldError(name, message) {
  return Object.assign(new Error(message), { field: name });
}

// Runs the action with the fields when the form is submitted. An error is shown in the form, and the field that it is
// about is marked and gets the focus. Both are taken back when something is changed. A submit during a running action is
// ignored.
export function submits(form, action) {
  const place = form.querySelector(".error");
  let busy = false;
  form.noValidate = true;
  form.addEventListener("input", () => {
    clearMarks(form);
    showError(place);
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (busy) return;
    busy = true;
    form.setAttribute("aria-busy", "true");
    clearMarks(form);
    try {
      checkRequired(form);
      showError(place);
      await action(Object.fromEntries(new FormData(form)));
    } catch (error) {
      if (error.name !== "AbortError") {
        showError(place, error);
        mark(form, place, error.field);
      }
    } finally {
      busy = false;
      form.removeAttribute("aria-busy");
    }
  });
}

function checkRequired(form) {
  for (const field of form.elements) {
    if (!field.willValidate || field.validity.valid) continue;
    const name = field.labels?.[0]?.firstChild?.textContent.trim() || "This field";
    throw fieldError(
      field.name,
      field.validity.valueMissing ? `${name} is missing.` : `${name}: ${field.validationMessage}`,
    );
  }
}

function mark(form, place, name) {
  const field = name && form.elements.namedItem(name);
  if (!field) return;
  place.id ||= `error-${Math.random().toString(36).slice(2)}`;
  field.setAttribute("aria-invalid", "true");
  field.setAttribute("aria-errormessage", place.id);
  field.focus();
}

function clearMarks(form) {
  for (const field of form.querySelectorAll("[aria-invalid]")) {
    field.removeAttribute("aria-invalid");
    field.removeAttribute("aria-errormessage");
  }
}
