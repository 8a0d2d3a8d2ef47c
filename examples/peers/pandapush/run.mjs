// Runs suites at places, prints a line for each check, and ends the process.

import { inspect } from "node:util";

import { Report } from "../report.mjs";
import { Refusal } from "./device.mjs";
import { selection } from "./settings.mjs";

const explain = (thrown) => (thrown instanceof Refusal ? `refused: ${inspect(thrown)}` : String(thrown?.stack ?? thrown));

export class Run {
  #report = new Report(explain);
  #selected;

  // `suites` are those of all places.
  constructor(suites) {
    this.#selected = selection(suites.map(({ name }) => name));
  }

  // Runs the selected ones of the suites. The names of their checks begin with that of the place.
  async at(place, suites) {
    for (const suite of suites.filter(({ name }) => this.#selected.includes(name))) {
      const check = (name, ...rest) => this.#report.check(`${place.name}: ${suite.name}: ${name}`, ...rest);
      try {
        await suite(place, check);
      } catch (error) {
        // The preparations of a suite outside its checks may fail too.
        await check("complete the suite", () => Promise.reject(error));
      }
    }
  }

  check(name, body) {
    return this.#report.check(name, body);
  }

  finish() {
    process.exit(this.#report.finish());
  }
}
