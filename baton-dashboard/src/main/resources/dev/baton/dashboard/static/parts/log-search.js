// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

import {html, useEffect, useRef, useState} from '../lib/html.js';
import {counted} from '../lib/format.js';
import {searchLog} from '../lib/log-lines.js';
import {setQuery} from '../lib/router.js';
import {clock} from '../lib/time.js';
import {Problem} from './basics.js';
import {LogText} from './log-text.js';

/** The number of found lines after which a search waits until the user wants more. */
const SHOWN = 200;

/** @typedef {import('../lib/log-lines.js').Line} Line */

/**
 * @typedef {{text: string, stream: string, lines: Line[], last: number, more: boolean, runs: boolean}} Found
 */

/**
 * The search in a log. There is at most one search: a new search, and the end of the page, end it.
 *
 * @param {string} job
 */
export function useLogSearch(job) {
  const [found, setFound] = useState(/** @type {Found | null} */ (null));
  const [error, setError] = useState(/** @type {Error | null} */ (null));
  const abort = useRef(new AbortController());
  useEffect(() => () => abort.current.abort(), [job]);

  const run = async (/** @type {Found} */ start) => {
    abort.current.abort();
    const own = new AbortController();
    abort.current = own;
    setError(null);
    let now = {...start, runs: true};
    setFound(now);
    const wanted = start.lines.length + SHOWN;
    try {
      for await (const page of searchLog(job, {...start, after: start.last}, own.signal)) {
        now = {...now, ...page, lines: [...now.lines, ...page.lines]};
        setFound(now);
        if (now.lines.length >= wanted) {
          break;
        }
      }
      setFound({...now, runs: false});
    } catch (problem) {
      if (!own.signal.aborted) {
        setError(problem);
        setFound({...now, runs: false});
      }
    }
  };
  const cancel = () => {
    abort.current.abort();
    setFound((before) => before && {...before, runs: false});
  };
  const clear = () => {
    abort.current.abort();
    setError(null);
    setFound(null);
  };
  const start = (/** @type {string} */ text, /** @type {string} */ stream) =>
    text ? run({text, stream, lines: [], last: 0, more: true, runs: true}) : clear();
  return {found, error, start, proceed: () => found && run(found), cancel, clear};
}

/**
 * What a search tells: how far it is, or how many lines it has found.
 *
 * @param {Found} found
 * @param {number} end the number of the last line of the log
 */
function statusOf(found, end) {
  const lines = counted(found.lines.length, 'line') + ' found';
  if (found.runs) {
    return `${lines}, ${end ? Math.min(99, Math.floor((found.last * 100) / end)) : 0} % searched`;
  }
  if (found.more) {
    return lines + '; the rest of the log is not searched yet';
  }
  return found.lines.length ? lines : 'No line contains this text.';
}

/** @param {{search: ReturnType<typeof useLogSearch>, end: number}} props */
export function LinesFound({search, end}) {
  const {found, error} = search;
  return html`
    <${Problem} error=${error} />
    ${found && html`<div class="log-found" role="region" aria-label="Lines found">
      ${found.lines.map((line) => html`
        <button key=${line.number} type="button" onClick=${() => setQuery({line: line.number})}>
          <span class="log-time num">${clock(line.at, true)}</span>
          <span><${LogText} text=${line.text} search=${found.text} /></span></button>`)}
      <div class="menu-note list-line"><span role="status">${statusOf(found, end)}</span>
        ${found.runs && html`<button type="button" class="button small" onClick=${search.cancel}>Cancel</button>`}
        ${!found.runs && found.more && html`
          <button type="button" class="button small" onClick=${search.proceed}>Search on</button>`}
      </div></div>`}`;
}
