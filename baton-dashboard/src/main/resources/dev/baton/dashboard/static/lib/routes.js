// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The routes that the server has, from its API document. The dashboard leaves out what a server
 * cannot answer, for example behind a proxy to a server of another release.
 */

import {get} from './api.js';
import {Store} from './store.js';

/** Null before the routes are known. */
const routes = new Store(/** @type {Set<string> | null} */ (null));

export async function readRoutes() {
  try {
    const document = await get('openapi.json');
    routes.set(new Set(Object.keys(document.paths ?? {})));
  } catch {
    routes.set(new Set());
  }
}

/**
 * Whether the server has a route, inside a component; null before that is known.
 *
 * @param {string} path such as {@code job/{uuid}/children}
 */
export function useRoute(path) {
  const known = routes.use();
  return known && (known.has('/api/' + path) || known.has('/' + path));
}
