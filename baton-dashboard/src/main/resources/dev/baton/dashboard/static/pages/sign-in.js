// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

import {html, useEffect, useRef, useState} from '../lib/html.js';
import {hasEndedHere, hasLostSession, sessionProblem, signIn} from '../lib/session.js';
import {useTitle} from '../lib/use.js';
import {Problem} from '../parts/basics.js';
import {Logo} from '../parts/frame.js';

export function SignIn() {
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [error, setError] = useState(/** @type {Error | null} */ (null));
  const [busy, setBusy] = useState(false);
  const trouble = sessionProblem.use();
  const first = useRef(/** @type {HTMLInputElement | null} */ (null));
  useEffect(() => first.current?.focus(), []);
  useTitle('Sign in');
  const submit = async (/** @type {Event} */ event) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    try {
      await signIn(name, password);
    } catch (problem) {
      setError(problem);
    }
    setBusy(false);
  };
  return html`<main class="sign-in"><form onSubmit=${submit}>
    <h1 class="brand"><${Logo} />Baton</h1>
    <label class="field"><span>User name</span><input ref=${first} name="username" autocomplete="username" required value=${name} onInput=${(/** @type {any} */ event) => setName(event.target.value)} /></label>
    <label class="field"><span>Password</span><input name="password" type="password" autocomplete="current-password" required value=${password} onInput=${(/** @type {any} */ event) => setPassword(event.target.value)} /></label>
    <${Problem} error=${error ?? (trouble ? new Error(trouble) : null)} />
    <button type="submit" class="button primary" disabled=${busy}>${busy ? 'Signing in…' : 'Sign in'}</button>
    ${!trouble && hasEndedHere() && !hasLostSession() && html`<p class="hint" role="status">You were signed out, in another
      window or because your session has ended. Sign in to continue where you were. The form of a job that you had not
      posted is kept, without passwords; texts in dialogs are lost.</p>`}
    ${!trouble && hasLostSession() && html`<p class="hint" role="status">Your session at this address ended before its time.
      If you signed in to another Baton server on this host, its session replaced yours: a browser has one sign-in for all
      ports of a host. Use another name for one of the servers, such as <code>localhost</code> and <code>127.0.0.1</code>,
      or a private window.</p>`}
    <p class="hint">The first start of <code>baton up</code> makes the administrator <code>super</code> and stores the password in the data folder, in the file <code>admin-credentials</code>.</p>
  </form></main>`;
}
