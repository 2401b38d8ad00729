// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

import {html, useEffect} from '../lib/html.js';
import {apiUrl} from '../lib/api.js';
import {counted, isolated} from '../lib/format.js';
import {jobUrl} from '../lib/router.js';
import {useRoute} from '../lib/routes.js';
import {clock} from '../lib/time.js';
import {useResource} from '../lib/use.js';
import {Problem} from './basics.js';
import {Json} from './json.js';
import {LogText} from './log-text.js';

const LINES = 200;

/** @param {any} failure */
const text = (failure) => failure.type + (failure.message ? ': ' + failure.message : '');

/** @param {{title: string, failure: any}} props */
const Failure = ({title, failure}) => html`<h3>${title}</h3><pre tabindex="0">${text(failure)}</pre>
  ${(failure.causes ?? []).map((/** @type {any} */ cause, /** @type {number} */ i) => html`<p key=${i} class="cause"><span class="muted">caused by </span>${text(cause)}</p>`)}
  ${failure.stack && html`<details><summary>Stack trace</summary><pre tabindex="0">${failure.stack}</pre></details>`}`;

/**
 * A value, or its length if it is too long for the page.
 *
 * @param {{of: any, name: string, label: any}} props
 */
const Value = ({of, name, label: words}) => of[name + '-length'] !== undefined ? html`<p class="muted">${words} has ${counted(of[name + '-length'], 'character')}, which is too long to show here.</p>`
  : html`<${Json} value=${of[name] ?? null} label=${words} />`;

/** @param {{job: any, atom: any}} props */
function Lines({job, atom}) {
  const answer = useResource(apiUrl(job.id + '/log-search', {atom: atom.name, limit: LINES}), {keep: true});
  useEffect(() => {
    answer.reload();
  }, [atom.state, atom.starts, atom.progress]);
  const lines = answer.data?.lines ?? [];
  const prefix = '[' + atom.name + '] ';
  return html`<h3>Log of the atom</h3><${Problem} error=${answer.error} />
    ${answer.data && (lines.length === 0 ? html`<p class="muted">The atom has written no lines.</p>` : html`<ol class="atom-log" tabindex="0" aria-label="Lines of the atom">${lines.map((/** @type {any} */ line) => html`<li key=${line.number}><a class="num" href=${jobUrl(job.id, {tab: 'logs', line: String(line.number)})} title="Show the line in the log">${clock(line.at, true)}</a> <${LogText} text=${line.text.startsWith(prefix) ? line.text.slice(prefix.length) : line.text} search="" /></li>`)}</ol>
    ${answer.data.more && html`<p class="muted">These are the first ${counted(lines.length, 'line')}.</p>`}`)}`;
}

/**
 * What is stored of an atom: failures with their causes, inputs, results, and its log lines.
 *
 * @param {{job: any, atom: any}} props
 */
export function AtomDetails({job, atom}) {
  const known = useRoute('job/{uuid}/flow/atom');
  const answer = useResource(known ? apiUrl(job.id + '/flow/atom', {name: atom.name}) : null);
  useEffect(() => {
    answer.reload();
  }, [atom.state, atom.starts, atom.reverts]);
  // The document of the flow has the failure too, so it is shown before the details are read.
  const detail = answer.data ?? atom;
  const inputs = (detail.inputs ?? []).filter((/** @type {any} */ input) => input.value !== undefined || input['value-length'] !== undefined);
  return html`<${Problem} error=${answer.error} />
    ${detail.failure && html`<${Failure} title="Failure" failure=${detail.failure} />`}
    ${detail['revert-failure'] && html`<${Failure} title="Failure of the revert" failure=${detail['revert-failure']} />`}
    ${(detail.attempts ?? []).length > 0 && html`<h3>${counted(detail.attempts.length, 'attempt')} of the retry controller</h3><ol class="attempts">${detail.attempts.map((/** @type {any} */ attempt, /** @type {number} */ i) => html`<li key=${i}>provided <span class="mono">${JSON.stringify(attempt.provided ?? null)}</span>${attempt.failures.map((/** @type {any} */ failed) => html`<p key=${failed.atom} class="cause">${failed.atom + ' failed: ' + text(failed)}</p>`)}</li>`)}</ol>`}
    ${inputs.length > 0 && html`<h3>Inputs</h3>${inputs.map((/** @type {any} */ input) => html`<div key=${input.name} class="atom-value"><span class="mono">${input.name}</span><${Value} of=${input} name="value" label=${isolated`the input ${input.name}`} /></div>`)}`}
    ${(detail.result !== undefined || detail['result-length'] !== undefined) && html`<h3>Result</h3><${Value} of=${detail} name="result" label="the result" />`}
    ${(detail['revert-result'] !== undefined || detail['revert-result-length'] !== undefined) && html`<h3>Result of the revert</h3><${Value} of=${detail} name="revert-result" label="the result of the revert" />`}
    <${Lines} job=${job} atom=${atom} />`;
}
