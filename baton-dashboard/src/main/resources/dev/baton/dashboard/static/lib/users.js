// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

import {get} from './api.js';
import {shortId} from './format.js';
import {session} from './session.js';
import {Store} from './store.js';

/** The names of the users that the user may see, by their ids. */
const names = new Store(/** @type {Map<string, string>} */ (new Map()));

export async function readUsers() {
  try {
    const page = await get('user', {select: 'id,name', last: 1000});
    names.set(new Map(page.resources.map((/** @type {any} */ each) => [each.id, each.name])));
  } catch {
    // Then the pages show ids.
  }
}

const USER_ID = /^user\/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Returns a function that maps the id of a user to the name that a page shows. Only administrators can
 * read the names of other users; without a name, the function returns a short id. For use in components.
 */
export function useUserName() {
  const known = names.use();
  const own = session.use();
  return (/** @type {string | undefined} */ id) =>
    known.get(id ?? '') ?? (own && id === own.user ? own.identifier : id?.replace(USER_ID, () => 'user/' + shortId(id)));
}
