// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.jobservice;

import dev.baton.error.InvalidInputException;
import dev.baton.job.JobSpec;
import dev.baton.job.ResourceRef;
import dev.baton.service.ControlCharacters;
import org.jspecify.annotations.Nullable;

/** Refuses control characters in the requests of callers. Stored jobs are not checked. */
final class CheckControlCharacters {

  private CheckControlCharacters() {}

  static void check(JobSpec spec) {
    name("action", spec.action());
    name("name", spec.name());
    name("unique-key", spec.uniqueKey());
    spec.tags().forEach(tag -> name("tags", tag));
    spec.requires().forEach(capability -> name("requires", capability));
    ResourceRef target = spec.target();
    name("target-resource", target == null ? null : target.href());
    spec.affected().forEach(resource -> name("affected-resources", resource.href()));
    text("description", spec.description());
    text("payload", spec.payload());
  }

  /** Checks a text of one line. */
  static void name(String attribute, @Nullable String text) {
    String found = text == null ? null : ControlCharacters.firstInName(text);
    if (found != null) {
      throw refused(attribute, found, "no control characters, no line breaks");
    }
  }

  private static void text(String attribute, @Nullable String text) {
    String found = text == null ? null : ControlCharacters.firstInText(text);
    if (found != null) {
      throw refused(attribute, found, "of the control characters, line breaks and tabs only");
    }
  }

  private static InvalidInputException refused(String attribute, String found, String allowed) {
    return new InvalidInputException(
        "attribute '" + attribute + "' has the character " + found + "; allowed: " + allowed);
  }
}
