// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.member;

import dev.baton.error.InputBounds;
import dev.baton.error.InvalidInputException;
import dev.baton.service.ControlCharacters;
import java.util.List;

/**
 * Checks the description that a process on another machine sends of itself, before Baton uses it.
 */
public final class CheckMember {

  private static final int MAX_TEXT = 255;
  private static final int MAX_MEMBERS = 1_000;
  private static final int MAX_COUNT = 1_000_000;
  private static final long MAX_PID = 1L << 32;

  private CheckMember() {}

  /**
   * Checks that every component is within its bounds.
   *
   * @throws InvalidInputException if a component is out of its bounds; names the component, its
   *     value and the allowed values
   */
  public static void check(Member member) {
    text("id", member.id());
    text("name", member.name());
    text("host", member.host());
    text("version", member.version());
    InputBounds.number("the member's pid", member.pid(), 0, MAX_PID);
    InputBounds.number("the member's slots", member.slots(), 0, MAX_COUNT);
    InputBounds.number("the member's running", member.running(), 0, MAX_COUNT);
    InputBounds.moment("the member's started", member.started());
    count("capabilities", member.capabilities());
    count("actions", member.actions());
    count("refusals", member.refusals());
    member.capabilities().forEach(name -> InputBounds.name("a capability", name));
    member.refusals().forEach(refusal -> text("refusals", refusal.capability()));
    List<String> places = member.places();
    if (places != null) {
      places.forEach(place -> control("places", place));
    }
  }

  private static void count(String component, List<?> list) {
    InputBounds.number("number of the member's " + component, list.size(), 0, MAX_MEMBERS);
  }

  private static void text(String component, String text) {
    if (text.isBlank()) {
      throw new InvalidInputException("the member's " + component + " is blank; expected text");
    }
    InputBounds.number("length of the member's " + component, text.length(), 1, MAX_TEXT);
    control(component, text);
  }

  private static void control(String component, String text) {
    String found = ControlCharacters.firstInName(text);
    if (found != null) {
      throw new InvalidInputException(
          "the member's "
              + component
              + " has the character "
              + found
              + "; allowed: no control characters, no line breaks");
    }
  }
}
