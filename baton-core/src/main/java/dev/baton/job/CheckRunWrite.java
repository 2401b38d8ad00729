// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.job;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.error.InputBounds;
import dev.baton.error.InvalidInputException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks the members of a {@link RunWrite} and returns lists as immutable copies. */
final class CheckRunWrite {

  private CheckRunWrite() {}

  static void progress(@Nullable Integer progress) {
    if (progress != null) {
      InputBounds.number("progress", progress, 0, 100);
    }
  }

  static void returnCode(@Nullable Integer code) {
    if (code != null) {
      InputBounds.number("return-code", code, 0, Integer.MAX_VALUE);
    }
  }

  /**
   * Returns the message, shortened to a length that every store can keep. The constructors of run
   * writes call this method, so that an executor sends no text that a store would cut anyway.
   */
  static @Nullable String text(@Nullable String text) {
    return text == null ? null : JobStatus.bounded(text);
  }

  static void result(@Nullable JsonNode result) {
    if (result != null) {
      BoundedJson.checkValue("result", result);
    }
  }

  static @Nullable List<String> tags(@Nullable List<String> tags) {
    return tags == null ? null : requiredTags(tags);
  }

  static List<String> requiredTags(List<String> tags) {
    JobSpec.checkSize("tags", tags);
    for (String tag : tags) {
      if (tag.isBlank() || tag.length() > JobSpec.MAX_WORD_LENGTH) {
        throw new InvalidInputException(
            "tags holds '"
                + InputBounds.shown(tag)
                + "' with "
                + tag.length()
                + " characters; allowed: 1 to "
                + JobSpec.MAX_WORD_LENGTH
                + ", not all blank");
      }
    }
    return List.copyOf(tags);
  }

  static <T> @Nullable List<T> list(String attribute, @Nullable List<T> list) {
    if (list == null) {
      return null;
    }
    JobSpec.checkSize(attribute, list);
    return List.copyOf(list);
  }
}
