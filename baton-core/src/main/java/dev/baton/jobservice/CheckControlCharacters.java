// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.jobservice;

import dev.baton.error.InvalidInputException;
import dev.baton.job.JobAttribute;
import dev.baton.job.JobAttributes;
import dev.baton.job.JobSpec;
import dev.baton.job.ResourceRef;
import dev.baton.job.SpecValue;
import dev.baton.service.ControlCharacters;
import org.jspecify.annotations.Nullable;

/**
 * Refuses control characters in the requests of callers. Jobs that are already stored are not
 * checked.
 */
final class CheckControlCharacters {

  private CheckControlCharacters() {}

  static void check(JobSpec spec) {
    for (JobAttribute attribute : JobAttributes.ofSpec()) {
      switch (attribute.specValue()) {
        case SpecValue.Text text when text.form() == SpecValue.TextForm.LINE ->
            name(attribute.name(), text.get().apply(spec));
        case SpecValue.Text text -> text(attribute.name(), text.get().apply(spec));
        case SpecValue.Words words ->
            words.get().apply(spec).forEach(word -> name(attribute.name(), word));
        case SpecValue.Labels labels ->
            labels.get().apply(spec).values().forEach(value -> name(attribute.name(), value));
        case SpecValue.Number number -> {}
        case SpecValue.Moment moment -> {}
        case SpecValue.Composed composed -> {}
      }
    }
    ResourceRef target = spec.target();
    name("target-resource", target == null ? null : target.href());
    spec.affected().forEach(resource -> name("affected-resources", resource.href()));
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
    return InvalidInputException.ofAttribute(
        attribute,
        "attribute '" + attribute + "' has the character " + found + "; allowed: " + allowed);
  }
}
