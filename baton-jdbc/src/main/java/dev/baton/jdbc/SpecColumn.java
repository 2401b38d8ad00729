// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import dev.baton.job.JobAttribute;
import dev.baton.job.JobAttributes;
import dev.baton.job.JobSpec;
import dev.baton.job.JobSpecBuilder;
import dev.baton.job.SpecValue;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/**
 * The column of one attribute of {@link JobSpec}. The column has the name of the attribute, with
 * underscores. An attribute that consists of several values has no such column; {@link JobRows}
 * writes its columns.
 *
 * @param <C> the type of the column
 * @param <T> the type of the value in a spec
 */
record SpecColumn<C, T extends @Nullable Object>(
    Field<C> field,
    SpecValue.Plain<T> value,
    Function<T, @Nullable C> write,
    Function<@Nullable C, T> read) {

  /** Returns the columns of all attributes that have one. */
  static List<SpecColumn<?, ?>> all() {
    return JobAttributes.ofSpec().stream().flatMap(SpecColumn::of).toList();
  }

  static String column(JobAttribute attribute) {
    return attribute.name().replace('-', '_');
  }

  private static Stream<SpecColumn<?, ?>> of(JobAttribute attribute) {
    String column = column(attribute);
    return switch (attribute.specValue()) {
      case SpecValue.Text text ->
          Stream.of(new SpecColumn<>(JobTable.text(column), text, JsonText::clean, it -> it));
      case SpecValue.Number number ->
          Stream.of(new SpecColumn<>(JobTable.integer(column), number, it -> it, it -> it));
      case SpecValue.Moment moment ->
          Stream.of(
              new SpecColumn<>(JobTable.number(column), moment, JobRows::millis, JobRows::instant));
      case SpecValue.Words words ->
          Stream.of(
              new SpecColumn<>(
                  JobTable.text(column), words, JsonText::texts, JsonText::parseTexts));
      case SpecValue.Labels labels ->
          Stream.of(
              new SpecColumn<>(
                  JobTable.text(column), labels, JsonText::labels, JsonText::parseLabels));
      case SpecValue.Composed composed -> Stream.empty();
    };
  }

  void put(Map<Field<?>, @Nullable Object> values, JobSpec spec) {
    values.put(field, write.apply(value.get().apply(spec)));
  }

  void read(RowValues row, JobSpecBuilder spec) {
    try {
      value.set().accept(spec, read.apply(row.get(field)));
    } catch (RuntimeException e) {
      throw JobRows.unreadable(field, e);
    }
  }
}
