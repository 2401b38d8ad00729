// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The one place that names the view library. Text in templates is always inserted as text, with
 * visible signs for the characters that would turn the direction of the text around them. The same
 * holds for attributes that people read or hear. Links begin with the base path of the server.
 */

import {h} from 'preact';
import htm from 'htm';
import {BASE} from './base.js';
import {Label, visible} from './format.js';

export {render, Fragment} from 'preact';
export {useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState} from 'preact/hooks';

/** @param {any} child @returns {any} */
const shown = (child) =>
  typeof child === 'string' ? visible(child) : child instanceof Label ? child.text : Array.isArray(child) ? child.map(shown) : child;

/** The attributes that people read or hear. */
const WORDS = ['title', 'aria-label', 'aria-valuetext', 'placeholder', 'data-label'];

/**
 * The attributes of an element; a component gets its labels unchanged.
 *
 * @param {any} type
 * @param {any} props
 */
function cleaned(type, props) {
  if (typeof type !== 'string' || !props) {
    return props;
  }
  const changes = WORDS.filter((name) => props[name])
    .map((name) => [name, props[name] instanceof Label ? props[name].text : shown(props[name])]);
  if (type === 'a' && typeof props.href === 'string' && props.href.startsWith('/')) {
    changes.push(['href', BASE + props.href]);
  }
  return changes.length ? {...props, ...Object.fromEntries(changes)} : props;
}

const element = /** @type {typeof h} */ ((/** @type {any} */ type, /** @type {any} */ props, /** @type {any[]} */ ...children) =>
  h(type, cleaned(type, props), ...children.map(shown)));

export const html = htm.bind(element);
