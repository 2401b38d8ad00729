// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

import {html, useLayoutEffect, useRef, useState} from '../lib/html.js';
import {isolated} from '../lib/format.js';
import {isSecret, labelOf, typeOf} from '../lib/schema.js';
import {Icon} from './basics.js';

/** @typedef {{schema: any, name: string, value: any, onChange: (value: any) => void, label: any, invalid?: boolean, required?: boolean}} FieldProps */

/**
 * Adds an entry at the end of a list, and moves the focus into it. The Enter key in an entry moves to
 * the next one, which it adds, and does not send the form.
 *
 * @param {number} length of the list
 * @param {() => void} append
 */
function useAdded(length, append) {
  const ref = useRef(/** @type {HTMLElement | null} */ (null));
  const added = useRef(false);
  const lines = () => [...(ref.current?.querySelectorAll(':scope > .list-line') ?? [])];
  const focus = (/** @type {Element | undefined} */ line) => {
    const input = line?.querySelector('input, select, textarea');
    if (input instanceof HTMLElement) {
      input.focus();
    }
  };
  // Before the browser handles the next key, which belongs into the new field.
  useLayoutEffect(() => {
    if (added.current) {
      added.current = false;
      focus(lines().at(-1));
    }
  }, [length]);
  const add = () => {
    const last = lines().at(-1);
    const input = last?.querySelector(':scope > input[type=text]');
    if (input instanceof HTMLInputElement && input.value === '') {
      focus(last);
    } else {
      added.current = true;
      append();
    }
  };
  const onKeyDown = (/** @type {KeyboardEvent} */ event) => {
    const field = event.target;
    if (event.key !== 'Enter' || event.isComposing || event.defaultPrevented || !(field instanceof HTMLInputElement)) {
      return;
    }
    event.preventDefault();
    const all = lines();
    const next = all[all.findIndex((line) => line.contains(field)) + 1];
    if (next) {
      focus(next);
    } else if (field.value !== '') {
      add();
    }
  };
  return {ref, add, onKeyDown};
}

/** @param {FieldProps} props */
function Json({value, onChange, label, invalid}) {
  const [text, setText] = useState(value === undefined ? '' : JSON.stringify(value, null, 2));
  const [wrong, setWrong] = useState(false);
  return html`<textarea aria-label=${label} aria-invalid=${invalid} value=${text} onInput=${(/** @type {any} */ event) => {
    setText(event.target.value);
    try {
      onChange(event.target.value.trim() ? JSON.parse(event.target.value) : undefined);
      setWrong(false);
    } catch {
      setWrong(true);
    }
  }}></textarea>${wrong && html`<span class="field-error">This is not valid JSON yet.</span>`}`;
}

/**
 * A required list begins with a field. The list is still missing until the field has a value.
 *
 * @param {FieldProps} props
 */
function List({schema, value, onChange, label, required}) {
  const none = typeOf(schema.items ?? {}) === 'string' ? '' : undefined;
  const list = value ?? (required ? [none] : []);
  const {ref, add, onKeyDown} = useAdded(list.length, () => onChange([...list, none]));
  return html`<div class="nested" ref=${ref} onKeyDown=${onKeyDown}>${list.map((/** @type {any} */ each, /** @type {number} */ i) => html`<div key=${i} class="list-line">
      <${Input} schema=${schema.items ?? {}} name="" label=${isolated`${label} ${String(i + 1)}`} value=${each} onChange=${(/** @type {any} */ changed) => onChange(list.map((/** @type {any} */ old, /** @type {number} */ k) => (k === i ? changed : old)))} />
      ${value && html`<button type="button" class="icon-button" aria-label=${isolated`Remove ${label} ${String(i + 1)}`} onClick=${() => onChange(list.length === 1 ? undefined : list.filter((/** @type {any} */ _old, /** @type {number} */ k) => k !== i))}><${Icon} name="close" /></button>`}</div>`)}
    <div><button type="button" class="button small" onClick=${add}><${Icon} name="plus" />Add</button></div></div>`;
}

/** @param {FieldProps} props */
function Entries({schema, value, onChange, label}) {
  const [entries, setEntries] = useState(/** @type {[string, any][]} */ (Object.entries(value ?? {})));
  const {ref, add, onKeyDown} = useAdded(entries.length, () => change([...entries, ['', '']]));
  const change = (/** @type {[string, any][]} */ next) => {
    setEntries(next);
    onChange(next.length ? Object.fromEntries(next.filter(([key]) => key !== '')) : undefined);
  };
  const inner = typeof schema.additionalProperties === 'object' ? schema.additionalProperties : {};
  return html`<div class="nested" ref=${ref} onKeyDown=${onKeyDown}>${entries.map(([key, each], i) => html`<div key=${i} class="list-line">
      <input aria-label=${isolated`${label}: key ${String(i + 1)}`} placeholder="key" value=${key} onInput=${(/** @type {any} */ event) => change(entries.map((old, k) => (k === i ? [event.target.value, old[1]] : old)))} />
      <${Input} schema=${inner} name=${key} label=${isolated`${label}: value ${String(i + 1)}`} value=${each} onChange=${(/** @type {any} */ changed) => change(entries.map((old, k) => (k === i ? [old[0], changed] : old)))} />
      <button type="button" class="icon-button" aria-label=${'Remove entry ' + (i + 1)} onClick=${() => change(entries.filter((_old, k) => k !== i))}><${Icon} name="close" /></button></div>`)}
    <div><button type="button" class="button small" onClick=${add}><${Icon} name="plus" />Add</button></div></div>`;
}

/** @param {FieldProps} props */
function Input(props) {
  const {schema, name, value, onChange, label, invalid} = props;
  const hint = schema.default === undefined ? '' : String(typeof schema.default === 'object' ? JSON.stringify(schema.default) : schema.default);
  switch (typeOf(schema)) {
    case 'enum':
      return html`<select aria-label=${label} aria-invalid=${invalid} value=${value ?? ''} onChange=${(/** @type {any} */ event) => onChange(event.target.value || undefined)}><option value="">${hint ? 'default: ' + hint : '–'}</option>${schema.enum.filter((/** @type {any} */ each) => each !== null).map((/** @type {string} */ each) => html`<option key=${each} value=${each}>${each}</option>`)}</select>`;
    case 'boolean':
      return html`<select aria-label=${label} aria-invalid=${invalid} value=${value === undefined ? '' : String(value)} onChange=${(/** @type {any} */ event) => onChange(event.target.value === '' ? undefined : event.target.value === 'true')}><option value="">${hint ? 'default: ' + hint : '–'}</option><option value="true">true</option><option value="false">false</option></select>`;
    case 'integer':
    case 'number':
      return html`<input type="number" aria-label=${label} aria-invalid=${invalid} step=${typeOf(schema) === 'integer' ? 1 : 'any'} min=${schema.minimum > -1e9 ? schema.minimum : undefined} max=${schema.maximum < 1e9 ? schema.maximum : undefined} placeholder=${hint} value=${value ?? ''} onInput=${(/** @type {any} */ event) => onChange(event.target.value === '' ? undefined : Number(event.target.value))} />`;
    case 'array':
      return html`<${List} ...${props} />`;
    case 'map':
      return html`<${Entries} ...${props} />`;
    case 'record':
      return html`<div class="nested"><${SchemaForm} schema=${schema} value=${value ?? {}} onChange=${onChange} errors=${{}} /></div>`;
    case 'string': {
      const type = isSecret(schema, name) ? 'password' : schema.format === 'date' ? 'date' : 'text';
      const placeholder = hint || (schema.format === 'date-time' ? '2026-12-31T12:00:00Z' : schema.format === 'duration' ? 'PT10S' : '');
      return html`<input type=${type} aria-label=${label} aria-invalid=${invalid} autocomplete="off" spellcheck=${false} placeholder=${placeholder} value=${value ?? ''} onInput=${(/** @type {any} */ event) => onChange(event.target.value === '' && name !== '' ? undefined : event.target.value)} />`;
    }
    default:
      return html`<${Json} ...${props} />`;
  }
}

const FORMATS = /** @type {Record<string, string>} */ ({
  duration: 'such as PT30S for 30 seconds, PT5M for 5 minutes, P1D for a day',
  'date-time': 'such as 2026-12-31T12:00:00Z',
});

/** How the fields of a list are used. @param {any} schema @param {string} name */
function listHint(schema, name) {
  if (typeOf(schema) !== 'array' || typeOf(schema.items ?? {}) !== 'string') {
    return '';
  }
  return 'one ' + (/command|arg/i.test(name) ? 'argument' : 'value') + ' per field; press Enter for the next one';
}

/** The most optional fields that a form shows at once. */
const SHOWN = 8;

/**
 * Divides the names of fields: those of a long form that are not required follow behind a fold, except
 * the first ones.
 *
 * @param {string[]} names
 * @param {string[]} required
 */
function divided(names, required) {
  const optional = names.filter((name) => !required.includes(name));
  const folded = optional.length > SHOWN + 2 ? optional.slice(SHOWN) : [];
  return {first: names.filter((name) => !folded.includes(name)), folded};
}

/**
 * A form for the members of an object, from its JSON Schema. The server checks the values; its
 * messages appear beside the fields.
 *
 * @param {{schema: any, value: any, onChange: (value: any) => void, errors: Record<string, string>}} props
 */
export function SchemaForm({schema, value, onChange, errors}) {
  const required = schema.required ?? [];
  const properties = schema.properties ?? {};
  const {first, folded} = divided(Object.keys(properties), required);
  // A field with a value or an error must not be hidden.
  const [isOpen, setOpen] = useState(folded.some((name) => value?.[name] !== undefined));
  const hasError = folded.some((name) => errors[name]);
  const field = (/** @type {string} */ name) => {
    const member = /** @type {any} */ (properties[name]);
    const label = labelOf(member, name);
    const set = (/** @type {any} */ changed) => {
      const next = {...value};
      if (changed === undefined) {
        delete next[name];
      } else {
        next[name] = changed;
      }
      onChange(next);
    };
    const bounds = [member.minimum > -1e9 && 'at least ' + member.minimum, member.maximum < 1e9 && 'at most ' + member.maximum, FORMATS[member.format] ?? member.format, listHint(member, name)].filter(Boolean).join(', ');
    return html`<div key=${name} class="field"><span class="field-name">${label}${required.includes(name) && html`<span class="muted"> (required)</span>`}</span>
      <${Input} schema=${member} name=${name} label=${label} value=${value?.[name]} onChange=${set}
        required=${required.includes(name)} invalid=${errors[name] ? true : undefined} />
      ${errors[name] && html`<span class="field-error" role="alert">${errors[name]}</span>`}
      ${(member.description || bounds) && html`<span class="field-hint">${[member.description, bounds].filter(Boolean).join('; ')}</span>`}</div>`;
  };
  return html`${first.map(field)}${folded.length > 0 && html`
    <details class="more-fields" open=${isOpen || hasError} onToggle=${(/** @type {any} */ event) => setOpen(event.target.open)}>
      <summary>${folded.length} more fields: ${folded.join(', ')}</summary>
      <div class="more-fields-body">${folded.map(field)}</div></details>`}`;
}
