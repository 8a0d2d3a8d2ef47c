// The method SUBSCRIBE, which the SDKs for Node no longer use.

import http from "node:http";
import https from "node:https";

import { addressOf, plain } from "./settings.mjs";

// Opens a subscription and closes it. Throws an error response in the form of the server SDK.
export function opening(service, version, path, token) {
  return new Promise((resolve, reject) => {
    const options = { method: "SUBSCRIBE", headers: { authorization: `Bearer ${token}` }, agent: false };
    const request = (plain ? http : https).request(addressOf(service, version, path), options, (response) => {
      if (response.statusCode === 200) {
        resolve();
        request.destroy();
        return;
      }
      let body = "";
      response.setEncoding("utf8");
      response.on("data", (chunk) => (body += chunk));
      response.on("end", () => reject({ status: response.statusCode, ...JSON.parse(body) }));
    });
    request.on("error", reject);
    request.end();
  });
}
