/* SPDX-License-Identifier: AGPL-3.0-or-later */
// Keeps only the styles, the script, the icons and the offline page. A private page is never stored.
// The address carries a version (sw.js?v=HASH), so a new release makes a new store and drops the old one.
'use strict';

const STORE = 'kin' + self.location.search;
const OFFLINE = '/offline';
const ASSET = /^\/static\/[\w.\/-]+\.(css|js|svg)$/;

// The offline page is fetched without cookies, so it can hold nothing about anyone.
self.addEventListener('install', (event) => {
  event.waitUntil((async () => {
    const page = await fetch(OFFLINE, { credentials: 'omit', cache: 'reload' });
    if (!page.ok) throw new Error('no offline page');
    const html = await page.clone().text();
    const store = await caches.open(STORE);
    const links = (html.match(/\/static\/[\w.\/-]+(\?[\w=.-]+)?/g) || []).filter((link) => ASSET.test(link.split('?')[0]));
    await store.addAll([...new Set(links)]);
    await store.put(OFFLINE, page);
    await self.skipWaiting();
  })());
});

self.addEventListener('activate', (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) {
      if (name.startsWith('kin') && name !== STORE) await caches.delete(name);
    }
    await self.clients.claim();
  })());
});

async function asset(request) {
  const store = await caches.open(STORE);
  const kept = await store.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok && answer.type === 'basic' && !answer.redirected) await store.put(request, answer.clone());
  return answer;
}

async function page(request) {
  try {
    return await fetch(request);
  } catch (lost) {
    return (await caches.match(OFFLINE)) || Response.error();
  }
}

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin) return;
  if (request.mode === 'navigate') event.respondWith(page(request));
  else if (ASSET.test(url.pathname)) event.respondWith(asset(request));
});
