// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

import {get, post, remove, whenForbidden} from './api.js';
import {Store} from './store.js';

/**
 * The session of the user: undefined before it is known, null if nobody is signed in.
 *
 * @typedef {{id: string, user: string, identifier: string, roles: string, expiry: string}} Session
 */
export const session = new Store(/** @type {Session | null | undefined} */ (undefined));

/** Why there is no session, when the server did not answer. */
export const sessionProblem = new Store('');

export async function readSession() {
  try {
    const page = await get('session');
    sessionProblem.set('');
    session.set(page.resources[0] ?? null);
  } catch (error) {
    sessionProblem.set(error.message);
    if (session.value === undefined) {
      session.set(null);
    }
  }
}

/**
 * @param {string} username
 * @param {string} password
 */
export async function signIn(username, password) {
  await post('session', {template: {href: 'session-template/password', username, password}});
  await readSession();
}

export async function signOut() {
  if (session.value) {
    await remove(session.value.id);
  }
  session.set(null);
}

export const isAdmin = () => (session.value?.roles ?? '').split(' ').includes('group/nuvla-admin');

let checking = false;
whenForbidden(async () => {
  // A refusal has two reasons: a missing right, or a session that has ended.
  if (session.value && !checking) {
    checking = true;
    await readSession();
    checking = false;
  }
});
