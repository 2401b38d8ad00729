// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.job;

import dev.baton.job.JobAttribute;
import dev.baton.job.JobAttributes;
import dev.baton.job.JobSpecBuilder;
import dev.baton.job.SpecValue;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sets the attributes in the table of {@link JobAttributes}, so that a test also covers attributes
 * that are added later. Attributes with a form of their own are left as they are.
 */
public record FillSpec(
    Supplier<@Nullable String> text,
    Supplier<List<String>> words,
    Supplier<Integer> number,
    Supplier<@Nullable Instant> moment) {

  private static final Set<String> OWN_FORM =
      Set.of(
          "action",
          "execution-mode",
          "payload",
          "timeout",
          "unique-key",
          "traceparent",
          "tracestate");

  /** Returns the attributes that {@link #fill} sets. */
  public static List<JobAttribute> attributes() {
    return JobAttributes.ofSpec().stream()
        .filter(each -> !(each.specValue() instanceof SpecValue.Composed))
        .filter(each -> !OWN_FORM.contains(each.name()))
        .toList();
  }

  /** Some words as values of labels. */
  private SortedMap<String, String> labels() {
    SortedMap<String, String> labels = new TreeMap<>();
    words.get().forEach(word -> labels.putIfAbsent(labels.isEmpty() ? "team" : "a.b/c", word));
    return labels;
  }

  public void fill(JobSpecBuilder spec) {
    for (JobAttribute attribute : attributes()) {
      switch (attribute.specValue()) {
        case SpecValue.Text value -> value.set().accept(spec, text.get());
        case SpecValue.Words value -> value.set().accept(spec, words.get());
        case SpecValue.Number value -> value.set().accept(spec, number.get());
        case SpecValue.Moment value -> value.set().accept(spec, moment.get());
        case SpecValue.Labels value -> value.set().accept(spec, labels());
        case SpecValue.Composed value -> {}
      }
    }
  }
}
