// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/** The address of the page holds its state: filters, tab, selected atom, time range. */

import {BASE} from './base.js';
import {Store} from './store.js';

/**
 * The path after the base path; undefined if the path is not one of the dashboard.
 *
 * @param {string} path
 */
function withoutBase(path) {
  return path === BASE ? '/' : path.startsWith(BASE + '/') ? path.slice(BASE.length) : undefined;
}

/** @typedef {{path: string, segments: string[], query: URLSearchParams}} Place */

/** @returns {Place} */
function read() {
  // The server answers without the base path, too.
  const path = withoutBase(location.pathname) ?? location.pathname;
  const segments = path.split('/').filter(Boolean).map(decodeURIComponent);
  return {path, segments, query: new URLSearchParams(location.search)};
}

/** @type {Store<Place>} */
export const place = new Store(read());

/**
 * @param {string} url without the base path
 * @param {{replace?: boolean}} [options]
 */
export function go(url, options = {}) {
  const before = location.pathname;
  const filter = new URLSearchParams(location.search).get('filter');
  if (options.replace) {
    history.replaceState(null, '', BASE + url);
  } else if (BASE + url !== location.pathname + location.search) {
    history.pushState(null, '', BASE + url);
  }
  place.set(read());
  // Another filter is another list, which begins at its top.
  if (location.pathname !== before || new URLSearchParams(location.search).get('filter') !== filter) {
    scrollTo(0, 0);
  }
}

/**
 * Changes parameters of the address; null removes one.
 *
 * @param {Record<string, string | number | null | undefined>} changes
 * @param {{replace?: boolean}} [options]
 */
export function setQuery(changes, options) {
  go(withQuery(changes), options);
}

/** @param {Record<string, string | number | null | undefined>} changes */
export function withQuery(changes) {
  const query = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === undefined || value === '') {
      query.delete(name);
    } else {
      query.set(name, String(value));
    }
  }
  const text = query.toString();
  return read().path + (text ? '?' + text : '');
}

/**
 * The address of the list of jobs with a filter.
 *
 * @param {string} [filter]
 */
export const jobsUrl = (filter) => '/jobs' + (filter ? '?' + new URLSearchParams({filter}) : '');

/**
 * @param {string} id
 * @param {Record<string, string>} [query]
 */
export const jobUrl = (id, query) =>
  '/jobs/' + id.replace(/^job\//, '') + (query ? '?' + new URLSearchParams(query) : '');

/** Makes links change the page without loading it again. */
export function startRouter() {
  addEventListener('popstate', () => place.set(read()));
  document.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a[href]') : null;
    const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (!(link instanceof HTMLAnchorElement) || !plain || event.defaultPrevented) {
      return;
    }
    const own = link.origin === location.origin && !link.target && !link.hasAttribute('download');
    const path = withoutBase(link.pathname);
    if (own && path && !path.startsWith('/api') && !path.startsWith('/metrics')) {
      event.preventDefault();
      if (link.hash && link.pathname === location.pathname) {
        return;
      }
      go(path + link.search);
    }
  });
}
