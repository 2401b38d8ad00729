// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.plugin;

import dev.baton.error.InvalidField;

/**
 * The place of a value in a payload.
 *
 * @param text the form for people, such as {@code command[0].name}; empty for the payload itself
 * @param pointer the JSON pointer in the document of the job. It cannot be derived from the text,
 *     because the keys of a map may contain dots and brackets.
 */
record ValuePath(String text, String pointer) {

  static final ValuePath PAYLOAD = new ValuePath("", "/payload");

  ValuePath member(String name) {
    return new ValuePath(
        text.isEmpty() ? name : text + "." + name, pointer + "/" + InvalidField.segment(name));
  }

  ValuePath element(int index) {
    return new ValuePath(text + "[" + index + "]", pointer + "/" + index);
  }
}
