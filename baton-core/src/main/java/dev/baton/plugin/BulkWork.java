// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.plugin;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One operation on many elements, for {@link BulkAction}.
 *
 * @param <P> the record of the action's parameters
 * @param <E> one element
 */
public interface BulkWork<P, E> {

  /**
   * Everything there is to do, in an order that is the same in each attempt.
   *
   * @throws Exception fails the attempt
   */
  List<E> elements(JobRun run, P parameters) throws Exception;

  /** Id of the resource that the element is about, for the result; null is unknown. */
  @Nullable String resource(E element);

  /**
   * Does the work for one element, at least once: an attempt that was cut off is repeated, save for
   * elements that have a child job already.
   *
   * @throws Exception counts as {@link BulkOutcome#failed} for this element
   */
  BulkOutcome apply(JobRun run, P parameters, E element) throws Exception;
}
