// The page that the suites share, with names for its parts and for what a server or a client does beside it.

import { join } from "node:path";

import { launch } from "../browser.mjs";
import { Watch } from "../chatkit-console/watch.mjs";
import { ForwardingProxy } from "../forwarding-proxy.mjs";
import { BayeuxClient } from "./bayeux-client.mjs";

export const DESK = { width: 1280, height: 800 };
export const PHONE = { width: 360, height: 740 };

// Opens a page on the server at `base`, through a proxy that can cut its connections. Later suites find the application,
// its key and a client in `application`, `key` and `client` of the result.
export async function openWalk({ base, user, password }) {
  const watch = new Watch();
  const proxy = await ForwardingProxy.open();
  const direct = new URL(base).host;
  proxy.forwardTo(direct);
  const origin = `http://${proxy.address}`;
  const { context, close } = await launch({ viewport: DESK, timezoneId: "UTC", locale: "en-US" });
  context.setDefaultTimeout(15_000);
  const page = await watch.over(await context.newPage(), proxy.address);

  const shot = (name) =>
    process.env.SCREENSHOTS && page.screenshot({ path: join(process.env.SCREENSHOTS, `${name}.png`), fullPage: true });
  const heading = (name) => page.getByRole("heading", { name, exact: true });
  const button = (name) => page.getByRole("button", { name, exact: true });
  const tab = (name) =>
    page.getByRole("navigation", { name: "Application", exact: true }).getByRole("link", { name, exact: true });
  const dialog = () => page.getByRole("dialog");
  const panel = (name) => page.getByRole("region", { name, exact: true });
  const shows = (place, text) => place.locator(".error:visible", { hasText: text }).waitFor();
  const isLive = () => page.locator('.state[data-state="live"]').waitFor();
  const message = (text) => page.locator(".log li", { hasText: text });
  const hasMessage = (text) => message(text).first().waitFor();
  const plot = (label) => page.getByRole("img", { name: label });
  const api = (path, options) => context.request.fetch(`${origin}/admin/api/${path}`, options);
  const connect = () => BayeuxClient.connect(`${base.replace(/^http/, "ws")}/push`);

  // Publishes as a server does, with key and secret. Returns the status.
  async function publish(channel, data, { id, secret }) {
    const authorization = `Basic ${Buffer.from(`${id}:${secret}`).toString("base64")}`;
    const headers = { authorization, "content-type": "application/json" };
    const answer = await fetch(`${base}/channel${channel}`, { method: "POST", headers, body: JSON.stringify(data) });
    await answer.arrayBuffer();
    return answer.status;
  }

  async function publishByHand(path, data) {
    await panel("Publish").getByLabel("Channel").fill(path);
    await panel("Publish").getByLabel("Data (JSON)").fill(data);
    await button("Publish").click();
  }

  async function signIn() {
    await page.getByLabel("User name").fill(user);
    await page.getByLabel("Password").fill(password);
    await button("Sign in").click();
  }

  const parts = { shot, heading, button, tab, dialog, panel, shows, isLive, message, hasMessage, plot };
  return {
    base,
    user,
    password,
    watch,
    proxy,
    direct,
    origin,
    context,
    close,
    page,
    api,
    connect,
    publish,
    publishByHand,
    signIn,
    ...parts,
  };
}
