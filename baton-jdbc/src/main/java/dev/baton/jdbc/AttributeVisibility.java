// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.jdbc;

import dev.baton.access.Right;
import dev.baton.filter.Filter;
import dev.baton.job.JobAttributes;
import java.util.Set;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Hides attributes that the principals may not see. The principals have {@code view-meta} on every
 * job that they find; other attributes need further rights.
 *
 * @param principals the principals of the caller; null means that nothing is hidden
 */
record AttributeVisibility(@Nullable Set<String> principals) {

  /** Adds to the condition that the principals may see the attribute at the path. */
  Condition restrict(Filter.Path path, Condition condition) {
    return isHidden(path) ? DSL.and(may(path), condition) : condition;
  }

  /**
   * Returns the value of the attribute at the path; null in jobs where the principals may not see
   * it.
   */
  <T> Field<T> restrict(Filter.Path path, Field<T> value) {
    return isHidden(path) ? DSL.when(may(path), value) : value;
  }

  /** Whether the right to find a job is not enough to see the attribute. */
  boolean isHidden(Filter.Path path) {
    return principals != null && right(path) != Right.VIEW_META;
  }

  private Condition may(Filter.Path path) {
    return Acls.gives(right(path), principals);
  }

  private static Right right(Filter.Path path) {
    return JobAttributes.seenWith(path.names().getFirst());
  }
}
