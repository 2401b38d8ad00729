// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

import {get} from './api.js';
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

/** Inside a component, the function from the id of a user to the name; an unknown user keeps the id. */
export function useUserName() {
  const known = names.use();
  return (/** @type {string | undefined} */ id) => known.get(id ?? '') ?? id;
}
