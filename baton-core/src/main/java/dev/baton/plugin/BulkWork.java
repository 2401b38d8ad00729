// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.plugin;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One operation on many elements, for {@link BulkAction}.
 *
 * @param <P> the record type of the parameters of the action
 * @param <E> the type of the elements
 */
public interface BulkWork<P, E> {

  /**
   * Returns all elements, in the same order in each attempt.
   *
   * @throws Exception to fail the attempt
   */
  List<E> elements(JobRun run, P parameters) throws Exception;

  /** The id of the resource of the element, for the result; null if unknown. */
  @Nullable String resource(E element);

  /**
   * Does the operation on one element, at least once. An interrupted attempt is repeated, except
   * for elements that already have a child job.
   *
   * @throws Exception counts as {@link BulkOutcome#failed} for this element
   */
  BulkOutcome apply(JobRun run, P parameters, E element) throws Exception;
}
