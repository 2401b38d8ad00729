// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

import {html} from '../lib/html.js';
import {lookOfAtom, lookOfJob} from '../lib/states.js';

/** The shapes of the states, in a square of 16 units. The colour comes from the class. */
const SHAPES = {
  unused: html`<g fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round"><circle cx="8" cy="8" r="5" /><path d="M4.5 11.5l7-7" /></g>`,
  queued: html`<circle cx="8" cy="8" r="5" fill="none" stroke="currentColor" stroke-width="2" />`,
  delayed: html`<g fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round">
    <circle cx="8" cy="8" r="6" /><path d="M8 4.8V8l2.3 1.6" /></g>`,
  running: html`<circle cx="8" cy="8" r="6" fill="currentColor" />`,
  waiting: html`<g fill="none" stroke="currentColor" stroke-width="2"><circle cx="8" cy="8" r="5" stroke-dasharray="3.2 2" /></g>`,
  succeeded: html`<path d="M3 8.6l3.2 3.2L13 4.6" fill="none" stroke="currentColor" stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round" />`,
  failed: html`<path d="M4 4l8 8M12 4l-8 8" fill="none" stroke="currentColor" stroke-width="2.2" stroke-linecap="round" />`,
  cancelled: html`<path d="M3 8h10" fill="none" stroke="currentColor" stroke-width="3" stroke-linecap="round" />`,
  warning: html`<g fill="none" stroke="currentColor" stroke-width="1.7" stroke-linecap="round" stroke-linejoin="round">
    <path d="M8 2.2L14.4 13.4H1.6z" /><path d="M8 6.4v3.2M8 11.6v.01" /></g>`,
  reverting: html`<path d="M6 3L2.5 6.5 6 10M3 6.5h6a4 4 0 0 1 0 7.5H7" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round" stroke-dasharray="2.6 1.8" />`,
  reverted: html`<path d="M6 3L2.5 6.5 6 10M3 6.5h6a4 4 0 0 1 0 7.5H7" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round" />`,
};

/** @param {{look: import('../lib/states.js').Look}} props */
export const Shape = ({look}) => html`
  <svg class=${'shape s-' + look} viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">${SHAPES[look]}</svg>`;

/**
 * A shape with its label.
 *
 * @param {{look: import('../lib/states.js').Look, label: string}} props
 */
export const Mark = ({look, label}) => html`
  <span class=${'mark s-' + look}><${Shape} look=${look} /><span class="mark-label">${label}</span></span>`;

/** @param {{job: any}} props */
export const JobMark = ({job}) => html`<${Mark} ...${lookOfJob(job)} />`;

/** @param {{state: string, waits?: boolean}} props */
export const AtomMark = ({state, waits}) => html`<${Mark} ...${lookOfAtom(state, waits)} />`;
