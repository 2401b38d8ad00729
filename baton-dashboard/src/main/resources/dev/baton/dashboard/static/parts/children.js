// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

import {html, useState} from '../lib/html.js';
import {apiUrl} from '../lib/api.js';
import {quoted} from '../lib/filter.js';
import {count, counted} from '../lib/format.js';
import {jobsUrl} from '../lib/router.js';
import {JOB_STATES} from '../lib/states.js';
import {useResource} from '../lib/use.js';
import {Answer, Command, Empty, Icon, JobId, Panel, Time} from './basics.js';
import {CopiesOfBulkJob} from './bulk-copies.js';
import {JobMark, Shape} from './mark.js';

/** @param {{states: Record<string, number>}} props */
const Counts = ({states}) => html`<span class="tags">
  ${JOB_STATES.filter((each) => states[each.state]).map((each) => html`
    <span key=${each.state} class="mark" title=${each.label}><${Shape} look=${each.look} />
      <span class="num">${count(states[each.state])}</span><span class="sr">${each.label}</span></span>`)}</span>`;

const indent = (/** @type {number} */ depth) => ({paddingLeft: 12 + depth * 20 + 'px'});

/** @param {{job: any, depth: number}} props */
function Branch({job, depth}) {
  const [open, setOpen] = useState(depth < 2);
  const children = job.children;
  return html`<div class="tree-row" style=${indent(depth)}>
      ${children ? html`
        <button type="button" class="icon-button" aria-label="Children" aria-expanded=${open}
          onClick=${() => setOpen(!open)}><${Icon} name=${open ? 'down' : 'right'} /></button>`
        : html`<span class="indent"></span>`}
      <${JobMark} job=${job} /><${JobId} id=${job.id} /><span>${job.action}</span>
      ${job.name && html`<span class="muted">${job.name}</span>`}
      <span class="end">
        ${children ? html`<${Counts} states=${children.states ?? {}} />` : html`<${Time} at=${job.created} />`}</span></div>
    ${open && children && html`<${Branches} parent=${job.id} of=${children} depth=${depth + 1} />`}`;
}

/**
 * Lists children. Their number is unknown if the server has not read them, because the tree is large.
 *
 * @param {{parent: string, of: any, depth: number}} props
 */
const Branches = ({parent, of, depth}) => html`
  ${of.jobs.map((/** @type {any} */ each) => html`<${Branch} key=${each.id} job=${each} depth=${depth} />`)}
  ${of.more && html`<div class="tree-row" style=${indent(depth)}>
    <a href=${jobsUrl('parent-job=' + quoted(parent))}>${
      of.count === undefined ? 'List the children' : `All ${count(of.count)} children`}</a></div>`}`;

/** @param {{job: any}} props */
const NoChildren = ({job}) => job.action === 'bulk_retry_job' ? html`
  <${Empty} title="The jobs that a bulk retry has posted are not its children">
    <p>Each of them is a copy of a job that had ended, and names it as the job that it repeats.</p>
    <p><${CopiesOfBulkJob} job=${job} /></p></${Empty}>` : html`
  <${Empty} title="This job has posted no other jobs">
    <p>A flow posts children with <code>task.call(…)</code>, and the action <code>bulk_post</code> posts one job per
      element of a list. This command lists the children of a job:</p>
    <${Command} command=${`baton job list --filter "parent-job='${job.id}'"`} /></${Empty}>`;

/**
 * The jobs that a job has posted, as a tree.
 *
 * @param {{job: any}} props
 */
export function Children({job}) {
  const answer = useResource(apiUrl(job.id + '/children'));
  return html`
    ${job['parent-job'] && html`
      <p class="job-line"><span>Posted by the job <${JobId} id=${job['parent-job']} /></span></p>`}
    <${Answer} of=${answer}>${({children}) => children.count ? html`
      <${Panel} title=${counted(children.count, 'child', 'children')}
          aside=${html`<${Counts} states=${children.states ?? {}} />
            <a href=${jobsUrl('parent-job=' + quoted(job.id))}>Show as list</a>`}>
        <${Branches} parent=${job.id} of=${children} depth=${0} /></${Panel}>` : html`<${NoChildren} job=${job} />`}
    </${Answer}>`;
}
