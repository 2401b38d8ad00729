// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.plugin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.error.InputBounds;
import dev.baton.error.InvalidField;
import dev.baton.error.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects all problems of a payload, so that one exception reports all of them. */
final class PayloadErrors {
  private static final int MAX_SHOWN = 20;

  private final List<String> texts = new ArrayList<>();
  private final List<InvalidField> fields = new ArrayList<>();

  /**
   * Adds a problem of the value at a path. Returns null, so that a method that reads a value can
   * return the result of this call.
   */
  @Nullable Object addError(ValuePath path, String problem) {
    texts.add(where(path.text()) + " " + problem);
    fields.add(new InvalidField(path.pointer(), problem));
    return null;
  }

  /**
   * Adds the problem that a record refuses its values.
   *
   * @param refused the values that the record names, seen from the record; if it names none, the
   *     problem is one of the record itself
   */
  @Nullable Object addRefusal(ValuePath path, String problem, List<InvalidField> refused) {
    if (refused.isEmpty()) {
      return addError(path, problem);
    }
    texts.add(where(path.text()) + " " + problem);
    refused.forEach(field -> fields.add(field.below(path.pointer())));
    return null;
  }

  /** Adds a line that explains the problems before it. */
  void addNote(String text) {
    texts.add(text);
  }

  /** Adds the problem that a value has the wrong type, as {@link #addError} does. */
  @Nullable Object addWrongValue(ValuePath path, JsonNode value, String expected) {
    return addError(path, "is " + InputBounds.shown(value.toString()) + "; expected " + expected);
  }

  int count() {
    return texts.size();
  }

  /**
   * @throws InvalidInputException if there are problems; the message lists them
   */
  void throwIfAny() {
    if (!texts.isEmpty()) {
      String shown = String.join("\n", texts.subList(0, Math.min(MAX_SHOWN, texts.size())));
      int more = texts.size() - MAX_SHOWN;
      throw new InvalidInputException(
          more > 0 ? shown + "\nand " + more + " more" : shown,
          fields.subList(0, Math.min(MAX_SHOWN, fields.size())));
    }
  }

  private static String where(String path) {
    return path.isEmpty() ? "payload" : "parameter '" + InputBounds.shown(path) + "'";
  }
}
