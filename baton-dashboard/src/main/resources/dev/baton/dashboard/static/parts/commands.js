// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

import {html} from '../lib/html.js';
import {BASE} from '../lib/base.js';
import {shellQuoted} from '../lib/format.js';
import {isFinal} from '../lib/states.js';
import {Command} from './basics.js';
import {Dialog} from './dialog.js';

/** @param {string} method @param {string} path @param {unknown} [body] */
function curl(method, path, body) {
  const url = location.origin + BASE + '/api/' + path;
  const data = body === undefined ? '' : " -H 'Content-Type: application/json' -d " + shellQuoted(JSON.stringify(body));
  return 'curl -su "$BATON_API_KEY:$BATON_API_SECRET"' + (method === 'GET' ? '' : ' -X ' + method) + data + ' ' + shellQuoted(url);
}

/**
 * The same operations on the command line and as requests.
 *
 * @param {{job: any, onClose: () => void}} props
 */
export function JobCommands({job, onClose}) {
  const id = job.id.slice(4);
  const rels = (job.operations ?? []).map((/** @type {any} */ each) => each.rel);
  const final = isFinal(job.state);
  /** @type {[string, string, string, unknown?, string?][]} */
  const lines = [
    ['Show', `baton show ${id}`, 'GET'],
    ['Why', `baton job why ${id}`, 'GET', undefined, '/why'],
    ['Log', `baton job logs ${id}${final ? '' : ' --follow'}`, 'GET', undefined, '/logs'],
    ['History', `baton job history ${id}`, 'GET', undefined, '/history'],
  ];
  if (rels.includes('flow')) {
    lines.push(['Flow', `baton job flow ${id}`, 'GET', undefined, '/flow']);
  }
  if (rels.includes('cancel')) {
    lines.push(['Cancel', `baton job cancel ${id}`, 'POST', undefined, '/cancel']);
  }
  if (rels.includes('signal') && !final) {
    lines.push(['Signal', `baton job signal ${id} NAME`, 'POST', {name: 'NAME', value: null}, '/signal']);
  }
  if (rels.includes('retry')) {
    lines.push(['Retry', `baton job retry ${id}`, 'POST', undefined, '/retry']);
  }
  return html`<${Dialog} title="The same on the command line" wide=${true} onClose=${onClose}>
    <div class="dialog-text"><p class="muted">The commands find the server of this machine by themselves. For curl, <code>eval "$(baton apikey create --name me)"</code> sets the key.</p>
    ${lines.map(([label, command, method, body, path = '']) => html`<div key=${label} class="field"><span>${label}</span><${Command} command=${command} /><${Command} command=${curl(method, job.id + path, body)} /></div>`)}</div>
  </${Dialog}>`;
}
