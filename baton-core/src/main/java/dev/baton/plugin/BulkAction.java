// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.plugin;

import dev.baton.error.BatonException;
import dev.baton.error.LostClaimException;
import dev.baton.error.UnavailableException;
import dev.baton.service.ForeignInterrupts;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An action that does the same operation on many elements, itself or through child jobs, and
 * returns one result. While child jobs are not final, its job stays RUNNING with the tag {@code
 * monitor}. The action {@code monitor_bulk_job} then updates the result and ends the job. The name
 * of such an action must start with {@code bulk}, because {@code monitor_bulk_job} and the
 * cancellation of jobs recognise it by this prefix.
 *
 * @param <P> the record type of the parameters of the action
 * @param <E> the type of the elements
 */
public final class BulkAction<P, E> implements Action<P> {
  private final BulkWork<P, E> work;

  private BulkAction(BulkWork<P, E> work) {
    this.work = work;
  }

  /** Returns an action that does the operation on all elements, also across attempts. */
  public static <P, E> BulkAction<P, E> of(BulkWork<P, E> work) {
    return new BulkAction<>(work);
  }

  @Override
  public void run(JobRun run, P parameters) throws Exception {
    List<E> todo = work.elements(run, parameters);
    BulkProgress progress = new BulkProgress(run, todo.size());
    for (int i = 0; i < todo.size(); i++) {
      if (run.isInterrupted()) {
        throw new InterruptedException("interrupted before element " + i);
      }
      E element = todo.get(i);
      String resource = work.resource(element);
      if (!progress.hasChild(i, resource)) {
        progress.add(i, resource, outcome(run, parameters, element));
      }
    }
    progress.finish();
  }

  private BulkOutcome outcome(JobRun run, P parameters, E element)
      throws InterruptedException, HandedOverException {
    try {
      BulkOutcome outcome = work.apply(run, parameters, element);
      return ForeignInterrupts.clear(run::isInterrupted) ? interrupted(null) : outcome;
    } catch (InterruptedException e) {
      if (run.isInterrupted()) {
        throw e;
      }
      return interrupted(e.getMessage());
    } catch (HandedOverException | LostClaimException e) {
      throw e;
    } catch (UnavailableException e) {
      // The store or another system does not answer, which is not the fault of the element. So the
      // whole attempt fails. It is repeated if the retry policy of the job allows it.
      throw e;
    } catch (BatonException e) {
      return BulkOutcome.failed(e.code(), e.getMessage());
    } catch (Exception e) {
      return BulkOutcome.failed(e.getClass().getSimpleName(), e.getMessage());
    }
  }

  /**
   * Creates the outcome of an element whose work was interrupted by another source than the
   * executor. It affects only this element.
   */
  private static BulkOutcome interrupted(@Nullable String message) {
    return BulkOutcome.failed(
        "InterruptedException",
        message == null ? "its work was interrupted, but not by Baton" : message);
  }
}
