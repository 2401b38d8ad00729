// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

import {html, useEffect, useLayoutEffect, useRef, useState} from '../lib/html.js';
import {Icon, SendProblem} from './basics.js';

let nextId = 1;

/** The distance of a popover to its button, and to the edges of the window. */
const GAP = 4;

/**
 * Puts a popover below its button, or above it if only there is enough place, inside the window. The
 * position is fixed, because a table that scrolls would cut a popover in it.
 *
 * @param {HTMLElement} popover
 * @param {HTMLElement} button
 * @param {'left' | 'right'} align
 */
function place(popover, button, align) {
  const {clientWidth, clientHeight} = document.documentElement;
  const at = button.getBoundingClientRect();
  const {width, height} = popover.getBoundingClientRect();
  const below = at.bottom + GAP;
  const fitsBelow = below + height + GAP <= clientHeight;
  const top = fitsBelow || at.top < clientHeight - at.bottom ? below : at.top - GAP - height;
  const left = align === 'right' ? at.right - width : at.left;
  const inside = (/** @type {number} */ value, /** @type {number} */ size, /** @type {number} */ whole) =>
    Math.max(GAP, Math.min(value, whole - GAP - size)) + 'px';
  popover.style.left = inside(left, width, clientWidth);
  popover.style.top = inside(top, height, clientHeight);
}

/**
 * A modal dialog. The browser keeps the focus inside and gives it back afterwards.
 *
 * @param {{title: string, onClose: () => void, children?: any, wide?: boolean}} props
 */
export function Dialog({title, onClose, children, wide = false}) {
  const ref = useRef(/** @type {HTMLDialogElement | null} */ (null));
  const [id] = useState(() => 'dialog-' + nextId++);
  // An effect that runs later would leave a moment in which the keys still belong to the page.
  useLayoutEffect(() => {
    const before = document.activeElement;
    const element = ref.current;
    element?.showModal();
    return () => {
      // While a modal dialog is open, nothing outside it can have the focus.
      element?.close();
      if (before instanceof HTMLElement) {
        before.focus();
      }
    };
  }, []);
  return html`<dialog ref=${ref} class=${wide ? 'wide' : ''} aria-labelledby=${id}
      onCancel=${(/** @type {Event} */ event) => {
        event.preventDefault();
        onClose();
      }}
      onMouseDown=${(/** @type {Event} */ event) => event.target === ref.current && onClose()}>
    <div class="dialog-body">
      <header class="dialog-head"><h2 id=${id}>${title}</h2>
        <button type="button" class="icon-button" title="Close" aria-label="Close" onClick=${onClose}><${Icon} name="close" /></button></header>
      ${children}
    </div></dialog>`;
}

/**
 * A button that opens a small panel near it, inside the window.
 *
 * @param {{label: any, title?: string, children: (close: () => void) => any, class?: string, align?: 'left' | 'right', open?: boolean, onOpen?: () => void}} props
 */
export function Popover({label, title, children, class: extra = 'button', align = 'left', onOpen}) {
  const [open, setOpen] = useState(false);
  const ref = useRef(/** @type {HTMLElement | null} */ (null));
  const panel = useRef(/** @type {HTMLElement | null} */ (null));
  const close = (/** @type {boolean} */ focus = false) => {
    setOpen(false);
    if (focus) {
      ref.current?.querySelector('button')?.focus();
    }
  };
  useEffect(() => {
    if (!open) {
      return undefined;
    }
    const outside = (/** @type {Event} */ event) => {
      if (event.target instanceof Node && !ref.current?.contains(event.target)) {
        close();
      }
    };
    const escape = (/** @type {KeyboardEvent} */ event) => {
      if (event.key === 'Escape') {
        event.stopPropagation();
        event.preventDefault();
        close(true);
      } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
        const items = [...(ref.current?.querySelectorAll('.popover a, .popover button, .popover input') ?? [])];
        const at = items.indexOf(/** @type {Element} */ (document.activeElement));
        const next = items[(at + (event.key === 'ArrowDown' ? 1 : -1) + items.length) % items.length];
        if (next instanceof HTMLElement) {
          event.preventDefault();
          next.focus();
        }
      }
    };
    document.addEventListener('mousedown', outside);
    ref.current?.addEventListener('keydown', escape);
    const element = ref.current;
    return () => {
      document.removeEventListener('mousedown', outside);
      element?.removeEventListener('keydown', escape);
    };
  }, [open]);
  useLayoutEffect(() => {
    const [element, button] = [panel.current, ref.current?.querySelector('button')];
    if (!open || !element || !button) {
      return undefined;
    }
    const move = () => place(element, button, align);
    move();
    // The content may arrive after the popover opens, and the page may scroll below it.
    const observer = new ResizeObserver(move);
    observer.observe(element);
    window.addEventListener('resize', move);
    document.addEventListener('scroll', move, true);
    return () => {
      observer.disconnect();
      window.removeEventListener('resize', move);
      document.removeEventListener('scroll', move, true);
    };
  }, [open]);
  return html`<span class="popover-anchor" ref=${ref}>
    <button type="button" class=${extra} title=${title} aria-label=${title} aria-expanded=${open} onClick=${() => {
      if (!open) {
        onOpen?.();
      }
      setOpen(!open);
    }}>${label}</button>
    ${open && html`<div class="popover fixed" ref=${panel}>${children(() => close(true))}</div>`}
  </span>`;
}

/**
 * A confirmation: what will happen, and a button with a verb and a number.
 *
 * @param {{title: string, verb: string, keep?: string, bad?: boolean, invalid?: boolean, children?: any, onConfirm: () => Promise<unknown> | void, onClose: () => void}} props
 *     keep: the button that changes nothing, for an action that itself cancels or deletes something;
 *     invalid: a field has a wrong value, so the action is not possible
 */
export function Confirm({title, verb, keep = 'Cancel', bad = false, invalid = false, children, onConfirm, onClose}) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState(/** @type {Error | null} */ (null));
  const clear = () => setError(null);
  const confirm = async () => {
    setBusy(true);
    clear();
    try {
      await onConfirm();
      onClose();
    } catch (problem) {
      setError(problem);
      setBusy(false);
    }
  };
  return html`<${Dialog} title=${title} onClose=${onClose}>
    <div class="dialog-text">${children}</div>
    <${SendProblem} error=${error} onReconnect=${clear} />
    <footer class="dialog-foot">
      <button type="button" class="button" onClick=${onClose}>${keep}</button>
      <button type="button" class=${'button primary' + (bad ? ' bad' : '')} disabled=${busy || invalid} onClick=${confirm}>${verb}</button>
    </footer></${Dialog}>`;
}
