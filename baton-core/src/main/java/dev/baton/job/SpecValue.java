// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The value of an attribute that clients set: how it is read from a {@link JobSpec} and put into
 * the builder of a spec. The subtype decides how documents, stores and searches treat the
 * attribute. Only for a {@link Composed} value does a store need special code.
 */
public sealed interface SpecValue {

  /**
   * Copies the value from a spec into a builder. An absent value makes the value in the builder
   * absent.
   */
  void copy(JobSpec from, JobSpecBuilder to);

  /** A value of one component of the spec. */
  sealed interface Plain<T extends @Nullable Object> extends SpecValue {

    /** Reads the component. */
    Function<JobSpec, T> get();

    /** Sets the component, also to the value for an absent attribute. */
    BiConsumer<JobSpecBuilder, T> set();

    @Override
    default void copy(JobSpec from, JobSpecBuilder to) {
      set().accept(to, get().apply(from));
    }
  }

  /** A text; null if it is absent. */
  record Text(
      TextForm form,
      Function<JobSpec, @Nullable String> get,
      BiConsumer<JobSpecBuilder, @Nullable String> set)
      implements Plain<@Nullable String> {}

  enum TextForm {
    /** One line without control characters. */
    LINE,
    /** Several lines. */
    LINES,
    /** A JSON object as text. Documents of clients may also contain the object itself. */
    JSON
  }

  /**
   * An integer; null if it is absent.
   *
   * @param hidden the default value, which documents leave out and which searches do not find; null
   *     if there is no such value
   */
  record Number(
      Function<JobSpec, @Nullable Integer> get,
      BiConsumer<JobSpecBuilder, @Nullable Integer> set,
      @Nullable Integer hidden)
      implements Plain<@Nullable Integer> {}

  /** A point in time; {@code get} returns null if the attribute is absent. */
  record Moment(
      Function<JobSpec, @Nullable Instant> get, BiConsumer<JobSpecBuilder, @Nullable Instant> set)
      implements Plain<@Nullable Instant> {}

  /** Distinct texts without control characters. */
  record Words(Function<JobSpec, List<String>> get, BiConsumer<JobSpecBuilder, List<String>> set)
      implements Plain<List<String>> {}

  /** Texts under keys that clients choose, within the bounds of {@link JobLabels}. */
  record Labels(
      Function<JobSpec, SortedMap<String, String>> get,
      BiConsumer<JobSpecBuilder, SortedMap<String, String>> set)
      implements Plain<SortedMap<String, String>> {}

  /**
   * A value that no simple type above can represent.
   *
   * @param type the type in documents
   * @param copier puts the value of a spec into a builder
   * @param write writes the value into a document, unless the value is absent
   * @param read reads the value from a document into a builder
   */
  record Composed(
      JobAttribute.Type type,
      BiConsumer<JobSpec, JobSpecBuilder> copier,
      BiConsumer<JobSpec, ObjectNode> write,
      BiConsumer<JobDocumentReader, JobSpecBuilder> read)
      implements SpecValue {

    @Override
    public void copy(JobSpec from, JobSpecBuilder to) {
      copier.accept(from, to);
    }
  }
}
