// Keeps the page /v with its files, so that a licence can be checked where there is no signal. Nothing else is kept.
"use strict";
const NAME = "verify-2";
const fill = async () => {
  const cache = await caches.open(NAME);
  const page = await fetch("/v", { cache: "no-cache" });
  const files = [...(await page.clone().text()).matchAll(/(?:href|src)="(\/assets\/[^"]+|\/v-check[^"]+)"/g)].map((m) => m[1]);
  await Promise.all([cache.put("/v", page), cache.addAll(files)]);
};
addEventListener("install", (event) => { event.waitUntil(fill()); skipWaiting(); });
const tidy = async () => {
  const older = (await caches.keys()).filter((name) => name.startsWith("verify-") && name !== NAME);
  await Promise.all(older.map((name) => caches.delete(name)));
  await clients.claim();
};
addEventListener("activate", (event) => event.waitUntil(tidy()));
addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (event.request.method !== "GET" || address.origin !== location.origin) return;
  const page = address.pathname === "/v";
  if (!page && !address.pathname.startsWith("/assets/") && !address.pathname.startsWith("/v-check")) return;
  const kept = () => caches.match(page ? "/v" : event.request);
  event.respondWith(fetch(event.request).catch(async () => (await kept()) || Response.error()));
});
