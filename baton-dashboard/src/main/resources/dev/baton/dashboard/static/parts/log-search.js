// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

import {html, useEffect, useRef, useState} from '../lib/html.js';
import {count, counted} from '../lib/format.js';
import {searchLog} from '../lib/log-lines.js';
import {place, setQuery} from '../lib/router.js';
import {clock} from '../lib/time.js';
import {Icon, Problem} from './basics.js';
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

/** The number of the line in the address; 0 if there is none. */
export function linkedLine() {
  const line = Number(place.value.query.get('line'));
  return Number.isInteger(line) && line > 0 ? line : 0;
}

/**
 * Goes to the next or the previous found line; after the last one to the first.
 *
 * @param {Found} found
 * @param {1 | -1} step
 */
export function goToHit({lines}, step) {
  const at = lines.findIndex((line) => line.number === linkedLine());
  const next = at < 0 && step < 0 ? lines.length - 1 : (at + step + lines.length) % lines.length;
  setQuery({line: lines[next].number}, {replace: true});
}

/**
 * What a search tells: how far it is, how many lines it has found, and which of them is shown.
 *
 * @param {Found} found
 * @param {number} at the place of the shown line among the found lines, from 0; -1 if it is none
 * @param {number} end the number of the last line of the log
 */
function statusOf(found, at, end) {
  const all = count(found.lines.length);
  const lines = at < 0 ? counted(found.lines.length, 'line') + ' found'
    : `Hit ${count(at + 1)} of ${found.more ? 'more than ' : ''}${all}`;
  if (found.runs) {
    return `${lines}, ${end ? Math.min(99, Math.floor((found.last * 100) / end)) : 0} % searched`;
  }
  if (found.more) {
    return lines + '; the rest of the log is not searched yet';
  }
  return found.lines.length ? lines : 'No line contains this text';
}

/**
 * Up to which place a finished search has read the log, and how many lines the log has got since;
 * null before the search is finished.
 *
 * @param {Found | null} found
 * @param {import('../lib/log-lines.js').LogLines} log
 */
function useReach(found, log) {
  const last = found?.last ?? 0;
  // The place stays known when the line is no longer in the memory.
  const known = useRef({last: 0, place: 0});
  const lastPlace = log.placeOf(last);
  if (known.current.last !== last || lastPlace) {
    known.current = {last, place: lastPlace || log.tail.place};
  }
  if (!found || found.runs || found.more) {
    return null;
  }
  const upTo = last && known.current.place;
  return {place: upTo, fresh: log.tail.number > last ? log.tail.place - upTo : 0};
}

/** @param {{line: Line, text: string, isShown: boolean}} props */
function Hit({line, text, isShown}) {
  const button = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => {
    if (isShown) {
      button.current?.scrollIntoView({block: 'nearest'});
    }
  }, [isShown]);
  return html`<button type="button" ref=${button} class=${isShown ? 'current' : ''} aria-current=${isShown ? 'true' : undefined}
      onClick=${() => setQuery({line: line.number})}>
    <span class="log-time num">${clock(line.at, true)}</span>
    <span><${LogText} text=${line.text} search=${text} /></span></button>`;
}

/** @param {{found: Found}} props */
const Steps = ({found}) => html`
  <button type="button" class="icon-button" title="Previous hit" aria-label="Previous hit" onClick=${() => goToHit(found, -1)}><${Icon} name="up" /></button>
  <button type="button" class="icon-button" title="Next hit (Enter in the search)" aria-label="Next hit" onClick=${() => goToHit(found, 1)}><${Icon} name="down" /></button>`;

/**
 * The lines that a search has found.
 *
 * @param {{search: ReturnType<typeof useLogSearch>, log: import('../lib/log-lines.js').LogLines, ended: boolean, linked: number}} props
 *     linked: the number of the line in the address; 0 if there is none
 */
export function LinesFound({search, log, ended, linked}) {
  const {found, error} = search;
  const reach = useReach(found, log);
  const fresh = reach?.fresh ?? 0;
  const asOf = reach && (!ended || fresh > 0) && ' as of line ' + count(reach.place);
  return html`
    <${Problem} error=${error} />
    ${found && html`<div class="log-found" role="region" aria-label="Lines found">
      <div class="menu-note list-line">${found.lines.length > 0 && html`<${Steps} found=${found} />`}
        <span role="status">${statusOf(found, found.lines.findIndex((line) => line.number === linked), log.tail.number)}${asOf}</span>
        ${fresh > 0 && html`
          <button type="button" class="button small num" onClick=${search.proceed}>Search ${counted(fresh, 'new line')}</button>`}
        ${found.runs && html`<button type="button" class="button small" onClick=${search.cancel}>Cancel</button>`}
        ${!found.runs && found.more && html`
          <button type="button" class="button small" onClick=${search.proceed}>Search on</button>`}
      </div>
      <div class="log-hits">${found.lines.map((line) => html`
        <${Hit} key=${line.number} line=${line} text=${found.text} isShown=${line.number === linked} />`)}</div></div>`}`;
}
