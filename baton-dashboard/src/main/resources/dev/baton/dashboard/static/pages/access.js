// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

import {html, useState} from '../lib/html.js';
import {apiUrl, post, put, remove} from '../lib/api.js';
import {counted, isolated} from '../lib/format.js';
import {may} from '../lib/operations.js';
import {isAdmin, session} from '../lib/session.js';
import {toast} from '../lib/toast.js';
import {useInterval, useResource, useTitle} from '../lib/use.js';
import {clientName} from '../lib/user-agent.js';
import {readUsers, useUserName} from '../lib/users.js';
import {Answer, Command, Copy, Empty, Facts, PageHead, Panel, Time} from '../parts/basics.js';
import {Confirm, Dialog} from '../parts/dialog.js';
import {Mark} from '../parts/mark.js';

/** @param {{onClose: () => void, onMade: (key: any) => void}} props */
function NewKey({onClose, onMade}) {
  const [name, setName] = useState('');
  const [days, setDays] = useState('90');
  return html`<${Confirm} title="New API key" verb="Create the key" onClose=${onClose} onConfirm=${async () => {
      onMade(await post('credential', {name, template: {href: 'credential-template/generate-api-key', ttl: Number(days) * 86400}}));
    }}><p>A key has your rights. Its secret is shown once.</p>
    <label class="field"><span>Name</span><input value=${name} placeholder="what uses it" onInput=${(/** @type {any} */ event) => setName(event.target.value)} /></label>
    <label class="field"><span>Valid for days; 0 has no end</span><input type="number" min="0" max="3650" value=${days} onInput=${(/** @type {any} */ event) => setDays(event.target.value)} /></label></${Confirm}>`;
}

/** @param {{made: any, onClose: () => void}} props */
const MadeKey = ({made, onClose}) => html`<${Dialog} title="The new key" onClose=${onClose}><div class="dialog-text">
  <p>Copy the secret now: it is not shown again.</p>
  <label class="field"><span>Key</span><${Command} command=${made['resource-id']} label="Copy the key" /></label>
  <label class="field"><span>Secret</span><${Command} command=${made['secret-key']} label="Copy the secret" /></label>
  <p class="muted">On the command line:</p><${Command} command=${`export BATON_API_KEY=${made['resource-id']} BATON_API_SECRET=${made['secret-key']}`} /></div>
  <footer class="dialog-foot"><button type="button" class="button primary" onClick=${onClose}>I have copied the secret</button></footer></${Dialog}>`;

function Keys() {
  const nameOf = useUserName();
  const answer = useResource(apiUrl('credential', {last: 500}));
  const [dialog, setDialog] = useState('');
  const [made, setMade] = useState(/** @type {any} */ (null));
  const [revoked, setRevoked] = useState(/** @type {any} */ (null));
  return html`<${Panel} title="API keys" aside=${html`<button type="button" class="button small" onClick=${() => setDialog('new')}>New key…</button>`}>
    <${Answer} of=${answer}>${(/** @type {any} */ page) => page.count === 0 ? html`<div class="panel-body"><${Empty} title="No API keys yet"><p>Programs and remote executors use a key instead of a password.</p><${Command} command="baton apikey create --name NAME" /></${Empty}></div>` : html`<div class="scroll" tabindex="0"><table class="stack"><thead><tr><th>Name</th><th>Key</th><th>User</th><th class="right">Created</th><th class="right">Expires</th><th><span class="sr">Operations</span></th></tr></thead>
      <tbody>${page.resources.map((/** @type {any} */ key) => html`<tr key=${key.id}><td>${key.name || html`<span class="none">–</span>`}</td><td class="nowrap"><span class="job-id"><span class="mono">${key.id.slice(0, 24)}…</span><${Copy} text=${key.id} label="Copy the key" /></span></td><td title=${key['created-by']}>${nameOf(key['created-by'])}</td><td class="right nowrap" data-label="created"><${Time} at=${key.created} /></td><td class="right nowrap" data-label="expires"><${Time} at=${key.expiry} /></td><td class="right corner"><button type="button" class="button small" onClick=${() => setRevoked(key)}>Revoke…<span class="sr"> ${key.name}</span></button></td></tr>`)}</tbody></table></div>`}</${Answer}>
    ${dialog === 'new' && html`<${NewKey} onClose=${() => setDialog('')} onMade=${(/** @type {any} */ key) => {
      setMade(key);
      answer.reload();
    }} />`}
    ${made && html`<${MadeKey} made=${made} onClose=${() => setMade(null)} />`}
    ${revoked && html`<${Confirm} title="Revoke an API key" verb="Revoke the key" keep="Keep the key" onClose=${() => setRevoked(null)} onConfirm=${async () => {
      await remove(revoked.id);
      toast('Key revoked');
      answer.reload();
    }}><p>Programs that use the key <strong>${revoked.name || revoked.id}</strong> are refused from now on.</p></${Confirm}>`}</${Panel}>`;
}

/** @param {{onClose: () => void, onDone: () => void}} props */
function NewUser({onClose, onDone}) {
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [admin, setAdmin] = useState(false);
  return html`<${Confirm} title="New user" verb="Add the user" onClose=${onClose} onConfirm=${async () => {
      await post('user', {name, password, admin});
      toast('User ' + name + ' added');
      readUsers();
      onDone();
    }}><label class="field"><span>Name</span><input autocomplete="off" value=${name} onInput=${(/** @type {any} */ event) => setName(event.target.value)} /></label>
    <label class="field"><span>Password</span><input type="password" autocomplete="new-password" value=${password} onInput=${(/** @type {any} */ event) => setPassword(event.target.value)} /></label>
    <label class="check"><input type="checkbox" checked=${admin} onChange=${(/** @type {any} */ event) => setAdmin(event.target.checked)} /><span>Administrator: sees and changes everything</span></label></${Confirm}>`;
}

/** @param {{user: any, onClose: () => void}} props */
function NewPassword({user, onClose}) {
  const [password, setPassword] = useState('');
  const [old, setOld] = useState('');
  return html`<${Confirm} title=${isolated`Password of ${user.name}`} verb="Change the password" onClose=${onClose} onConfirm=${async () => {
      await put(user.id, {password, ...(old ? {'current-password': old} : {})});
      toast('Password changed');
    }}>${!isAdmin() && html`<label class="field"><span>Current password</span><input type="password" autocomplete="current-password" value=${old} onInput=${(/** @type {any} */ event) => setOld(event.target.value)} /></label>`}
    <label class="field"><span>New password</span><input type="password" autocomplete="new-password" value=${password} onInput=${(/** @type {any} */ event) => setPassword(event.target.value)} /></label></${Confirm}>`;
}

/** @param {{onDeleted: () => void}} props */
function Users({onDeleted}) {
  const answer = useResource(apiUrl('user', {orderby: 'name', last: 1000}));
  const [adding, setAdding] = useState(false);
  const [changed, setChanged] = useState(/** @type {any} */ (null));
  const [deleted, setDeleted] = useState(/** @type {any} */ (null));
  return html`<${Panel} title="Users" aside=${isAdmin() && html`<button type="button" class="button small" onClick=${() => setAdding(true)}>New user…</button>`}>
    <${Answer} of=${answer}>${(/** @type {any} */ page) => html`<div class="scroll" tabindex="0"><table class="stack"><thead><tr><th>Name</th><th>Role</th><th>State</th><th class="right">Created</th><th><span class="sr">Operations</span></th></tr></thead>
      <tbody>${page.resources.map((/** @type {any} */ user) => html`<tr key=${user.id}><td><strong>${user.name}</strong></td><td>${user.admin ? 'administrator' : 'user'}</td><td>${user.active === false ? html`<${Mark} look="cancelled" label="inactive" />` : html`<${Mark} look="succeeded" label="active" />`}</td><td class="right nowrap" data-label="created"><${Time} at=${user.created} /></td>
        <td class="right nowrap corner">${may(user, 'edit') && html`<button type="button" class="button small" onClick=${() => setChanged(user)}>Password…<span class="sr"> of ${user.name}</span></button> `}${may(user, 'delete') && user.id !== session.value?.user && html`<button type="button" class="button small" onClick=${() => setDeleted(user)}>Delete…<span class="sr"> ${user.name}</span></button>`}</td></tr>`)}</tbody></table></div>`}</${Answer}>
    ${adding && html`<${NewUser} onClose=${() => setAdding(false)} onDone=${answer.reload} />`}
    ${changed && html`<${NewPassword} user=${changed} onClose=${() => setChanged(null)} />`}
    ${deleted && html`<${Confirm} title=${isolated`Delete user ${deleted.name}`} verb="Delete 1 user" keep="Keep the user" onClose=${() => setDeleted(null)} onConfirm=${async () => {
      await remove(deleted.id);
      toast('User ' + deleted.name + ' deleted');
      answer.reload();
      onDeleted();
    }}><p>The keys and sessions of this user end too. Jobs stay.</p></${Confirm}>`}</${Panel}>`;
}

/** @param {{each: any, onEnd: (session: any) => void}} props */
function SessionRow({each, onEnd}) {
  const isOwn = each.id === session.use()?.id;
  const nameOf = useUserName();
  return html`<tr><td><strong title=${each.user}>${nameOf(each.user)}</strong>${isOwn && html` <span class="tag">this session</span>`}</td>
    <td data-label="by">${METHODS[each.method] ?? each.method}</td>
    <td data-label="from"><span class="num">${each['client-ip'] || '–'}</span>${each['user-agent'] && html` <span class="muted" title=${each['user-agent']}>${clientName(each['user-agent'])}</span>`}</td>
    <td class="right nowrap" data-label="signed in"><${Time} at=${each.created} /></td>
    <td class="right nowrap" data-label="ends"><${Time} at=${each.expiry} /></td>
    <td class="right corner">${!isOwn && may(each, 'delete') && html`
      <button type="button" class="button small" onClick=${() => onEnd(each)}>End…<span class="sr"> the session of ${nameOf(each.user)}</span></button>`}</td></tr>`;
}

const METHODS = /** @type {Record<string, string>} */ ({'sign-in-link': 'sign-in link', 'api-key': 'API key'});

/** The sessions of all users, for administrators. */
function Sessions() {
  const answer = useResource(apiUrl('session', {all: true, orderby: 'created:desc', last: SHOWN_SESSIONS}));
  const [ended, setEnded] = useState(/** @type {any} */ (null));
  const nameOf = useUserName();
  useInterval(answer.reload, 30000);
  return html`<${Panel} title="Sessions" aside=${answer.data && counted(answer.data.count, 'session')}>
    <${Answer} of=${answer}>${(/** @type {any} */ page) => html`<div class="scroll" tabindex="0"><table class="stack">
      <thead><tr><th>User</th><th>Signed in by</th><th>From</th><th class="right">Signed in</th><th class="right">Ends</th><th><span class="sr">Operations</span></th></tr></thead>
      <tbody>${page.resources.map((/** @type {any} */ each) => html`<${SessionRow} key=${each.id} each=${each} onEnd=${setEnded} />`)}</tbody></table></div>
      ${page.count > SHOWN_SESSIONS && html`<p class="menu-note">The newest ${SHOWN_SESSIONS} sessions.</p>`}`}</${Answer}>
    ${ended && html`<${Confirm} title="End a session" verb="End the session" keep="Keep the session" onClose=${() => setEnded(null)} onConfirm=${async () => {
      await remove(ended.id);
      toast('Session ended');
      answer.reload();
    }}><p><strong>${nameOf(ended.user)}</strong> must sign in again where this session is open.</p></${Confirm}>`}</${Panel}>`;
}

const SHOWN_SESSIONS = 50;

/** The words for the groups that every installation has. */
const GROUPS = /** @type {Record<string, string>} */ ({
  'group/nuvla-admin': 'administrator', 'group/nuvla-user': 'signed-in user', 'group/nuvla-anon': 'everybody'});

/** The groups of a session, without the session and the user themselves. @param {string | undefined} roles */
const groupsOf = (roles) =>
  (roles ?? '').split(' ').filter((each) => each.startsWith('group/')).map((each) => GROUPS[each] ?? each).join(', ');

export function Access() {
  const user = session.use();
  // The keys and sessions of a deleted user end, so their lists are read again.
  const [version, setVersion] = useState(0);
  useTitle('Access');
  return html`<${PageHead} title="Access" /><${Keys} key=${'keys-' + version} /><${Users} onDeleted=${() => setVersion((n) => n + 1)} />${isAdmin() && html`<${Sessions} key=${'sessions-' + version} />`}
    <${Panel} title="This session"><div class="panel-body"><${Facts} rows=${[['User', user?.identifier], ['Signed in until', user?.expiry && html`<${Time} at=${user.expiry} />`], ['Rights', groupsOf(user?.roles)]]} /></div></${Panel}>`;
}
