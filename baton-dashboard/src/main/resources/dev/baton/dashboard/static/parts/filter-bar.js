// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

import {html, useEffect, useRef, useState} from '../lib/html.js';
import {call} from '../lib/api.js';
import {actions} from '../lib/catalogue.js';
import {facetOf, facetUrl} from '../lib/counts.js';
import {
  ATTRIBUTES, and, chipText, chipTitle, conditionOf, conditions, idsIn, isQuotable, joined, quoted, TEXTS_NAMED,
  wordsCondition,
} from '../lib/filter.js';
import {isolated} from '../lib/format.js';
import {LIST_KEYS, useKeys} from '../lib/keys.js';
import {JOB_STATES} from '../lib/states.js';
import {Copy, Icon} from './basics.js';

/** @typedef {{text: string, note: string, complete: boolean, shown?: string}} Suggestion shown: if not the text */

/** Attributes without an index. They are searched only if the user chooses them, because that is slow. */
const TEXTS = [
  ['last-error', 'any of the words in the last error'],
  ['payload', 'any of the words in the parameters'],
];

/** What the Enter key searches for. @param {string} typed @returns {Suggestion[]} */
const words = (typed) => (conditionOf(typed) === wordsCondition(typed)
  ? [{text: wordsCondition(typed), shown: 'text: ' + typed, note: 'words in ' + TEXTS_NAMED, complete: true}] : []);

/** @param {string} attribute */
async function valuesOf(attribute) {
  if (attribute === 'state') {
    return JOB_STATES.map((each) => each.state);
  }
  if (attribute === 'action') {
    return actions.value.map((each) => each.name);
  }
  if (['tags', 'owner', 'created-by', 'name'].includes(attribute)) {
    return facetOf(await call('GET', facetUrl('', attribute)), attribute).map((each) => String(each.value));
  }
  if (['created', 'started', 'ended', 'not-before'].includes(attribute)) {
    return ['now-15m', 'now-1h', 'now-6h', 'now-24h', 'now-7d'];
  }
  return [];
}

/**
 * @param {string} typed
 * @param {string[]} values
 * @returns {Suggestion[]}
 */
function suggest(typed, values) {
  const match = /^\s*([a-z][a-z/-]*)\s*(\^=|!=|>=|<=|==|=|>|<)\s*(.*)$/i.exec(typed);
  if (match) {
    const [, attribute, operator, begun] = match;
    const plain = begun.replace(/^['"]|['"]$/g, '').toLowerCase();
    return values
      .filter((value) => isQuotable(value) && value.toLowerCase().includes(plain))
      .slice(0, 12)
      .map((value) => ({text: attribute + operator + quoted(value), note: '', complete: true}));
  }
  const text = typed.trim().toLowerCase();
  const states = text
    ? JOB_STATES.filter((each) => each.label.includes(text))
        .map((each) => ({text: `state='${each.state}'`, note: 'jobs in this state', complete: true}))
    : [];
  const named = text
    ? actions.value
        .filter((each) => each.name.toLowerCase().includes(text))
        .slice(0, 5)
        .map((each) => ({text: 'action=' + quoted(each.name), note: 'jobs of this action', complete: true}))
    : [];
  const texts = text
    ? TEXTS.map(([name, note]) => ({text: name + '==' + quoted(typed.trim()), note, complete: true}))
    : [];
  const attributes = ATTRIBUTES.filter(([name]) => name.startsWith(text)).map(([name, note]) => ({
    text: name + (name.endsWith('/') ? '' : ['created', 'started', 'ended'].includes(name) ? '>' : '='),
    note,
    complete: false,
  }));
  return [...(text ? words(typed.trim()) : []), ...states, ...named, ...attributes, ...texts].slice(0, 14);
}

/**
 * The condition that the server refuses: the one whose attribute the message names, or the newest one.
 *
 * @param {string[]} parts
 * @param {string} message
 */
function wrongCondition(parts, message) {
  const named = parts.findIndex((part) => {
    const attribute = /^[a-z][a-z/-]*/i.exec(part)?.[0];
    return attribute && message.split(/[^a-z/-]+/i).includes(attribute);
  });
  return named >= 0 ? named : parts.length - 1;
}

/**
 * The filter as chips, and a field that adds conditions with completion.
 *
 * @param {{filter: string, onChange: (filter: string) => void, error?: Error | null}} props error: why the
 *     server refuses the filter
 */
export function FilterBar({filter, onChange, error}) {
  const [typed, setTyped] = useState('');
  const [open, setOpen] = useState(false);
  const [picked, setPicked] = useState(-1);
  const [values, setValues] = useState(/** @type {string[]} */ ([]));
  const input = useRef(/** @type {HTMLInputElement | null} */ (null));
  const attribute = /^\s*([a-z][a-z/-]*)\s*(?:\^=|!=|>=|<=|==|=|>|<)/i.exec(typed)?.[1] ?? '';
  useEffect(() => {
    let current = true;
    setValues([]);
    if (attribute) {
      valuesOf(attribute).then((found) => current && setValues(found), () => {});
    }
    return () => {
      current = false;
    };
  }, [attribute]);
  useKeys({'/': [LIST_KEYS['/'], () => input.current?.focus()]});
  const parts = conditions(filter);
  const wrong = error ? wrongCondition(parts, error.message) : -1;
  const edit = () => {
    setTyped(parts[wrong]);
    onChange(joined(parts.filter((_each, i) => i !== wrong)));
    input.current?.focus();
  };
  const suggestions = open ? suggest(typed, values) : [];
  const add = (/** @type {string} */ condition) => {
    onChange(and(filter, condition));
    setTyped('');
    setPicked(-1);
    setOpen(false);
  };
  const choose = (/** @type {Suggestion} */ suggestion) => {
    if (suggestion.complete) {
      add(suggestion.text);
    } else {
      setTyped(suggestion.text);
      setPicked(-1);
    }
    input.current?.focus();
  };
  const onKeyDown = (/** @type {KeyboardEvent} */ event) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      setOpen(true);
      const step = event.key === 'ArrowDown' ? 1 : -1;
      setPicked((at) => (suggestions.length ? (at + step + suggestions.length) % suggestions.length : -1));
    } else if (event.key === 'Enter' || (event.key === 'Tab' && picked >= 0)) {
      event.preventDefault();
      if (picked >= 0 && suggestions[picked]) {
        choose(suggestions[picked]);
      } else if (typed.trim()) {
        add(conditionOf(typed));
      }
    } else if (event.key === 'Escape') {
      setOpen(false);
      input.current?.blur();
    } else if (event.key === 'Backspace' && !typed && parts.length) {
      onChange(joined(parts.slice(0, -1)));
    }
  };
  return html`<div class="filter">
    <${Icon} name="search" />
    ${parts.map((part, index) => html`
      <span class=${'chip' + (index === wrong ? ' wrong' : '')} key=${part + index}><span title=${chipTitle(part)}>${chipText(part)}</span>
        ${idsIn(part).length > 0 && html`<${Copy} text=${idsIn(part).join(' ')} label=${'Copy ' + idsIn(part).join(', ')} />`}
        <button type="button" class="icon-button" aria-label=${isolated`Remove ${chipText(part)}`}
          onClick=${() => onChange(joined(parts.filter((_each, i) => i !== index)))}>
          <${Icon} name="close" /></button></span>`)}
    <input ref=${input} class="bare" role="combobox" aria-label="Filter" aria-expanded=${suggestions.length > 0}
      aria-controls="filter-suggestions" aria-autocomplete="list"
      aria-activedescendant=${picked >= 0 ? 'suggestion-' + picked : undefined} autocomplete="off" spellcheck=${false}
      placeholder=${parts.length ? 'add a condition' : "words, an id, or a condition such as state='FAILED'"} value=${typed}
      onInput=${(/** @type {any} */ event) => {
        setTyped(event.target.value);
        setOpen(true);
        setPicked(-1);
      }}
      onFocus=${() => setOpen(true)} onClick=${() => setOpen(true)} onBlur=${() => setTimeout(() => setOpen(false), 150)} onKeyDown=${onKeyDown} />
    <div class="popover left" id="filter-suggestions" role="listbox" aria-label="Conditions"
      hidden=${!suggestions.length}>
      ${suggestions.map((each, index) => html`<div key=${each.text} id=${'suggestion-' + index} role="option"
        aria-selected=${index === picked} class=${'menu-item' + (index === picked ? ' current' : '')}
        onMouseDown=${(/** @type {Event} */ event) => {
          event.preventDefault();
          choose(each);
        }}><span class="suggestion">${each.shown ?? each.text}</span><span class="muted">${each.note}</span></div>`)}
    </div>
  </div>
  ${error && html`<div class="problem filter-problem" role="alert"><span>${error.message}</span>
    ${wrong >= 0 && html`<button type="button" class="button small" onClick=${edit}>Edit the condition</button>`}</div>`}`;
}
