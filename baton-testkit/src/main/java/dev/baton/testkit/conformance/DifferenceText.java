// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** Formats the difference between an expected and an observed value. */
final class DifferenceText {

  private static final int SHOWN = 300;

  private DifferenceText() {}

  static @Nullable String ifDifferent(String what, JsonNode expected, JsonNode observed) {
    boolean equal =
        expected.isMissingNode() == observed.isMissingNode()
            && CaseJson.text(expected).equals(CaseJson.text(observed));
    return equal ? null : between(what, expected, observed);
  }

  static String between(String what, @Nullable JsonNode expected, @Nullable JsonNode observed) {
    return what + ": expected " + shown(expected) + " got " + shown(observed);
  }

  private static String shown(@Nullable JsonNode node) {
    String text = node == null || node.isMissingNode() ? "nothing" : CaseJson.text(node);
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
  }
}
