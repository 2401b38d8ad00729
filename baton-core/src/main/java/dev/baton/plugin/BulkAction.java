// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.plugin;

import dev.baton.error.BatonException;
import dev.baton.error.LostClaimException;
import dev.baton.error.UnavailableException;
import java.util.List;

/**
 * An action that does the same for many elements, itself or through child jobs, and answers one
 * result. While children are not final its job stays RUNNING with the tag {@code monitor}; {@code
 * monitor_bulk_job} then keeps the result up to date and ends it. The name of such an action must
 * start with {@code bulk}: that is how monitors and cancellation know it.
 *
 * @param <P> the record of the action's parameters
 * @param <E> one element
 */
public final class BulkAction<P, E> implements Action<P> {
  private final BulkWork<P, E> work;

  private BulkAction(BulkWork<P, E> work) {
    this.work = work;
  }

  public static <P, E> BulkAction<P, E> of(BulkWork<P, E> work) {
    return new BulkAction<>(work);
  }

  @Override
  public void run(JobRun run, P parameters) throws Exception {
    List<E> todo = work.todo(run, parameters);
    BulkProgress progress = new BulkProgress(run, todo.size());
    for (int i = 0; i < todo.size(); i++) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
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
      return work.apply(run, parameters, element);
    } catch (InterruptedException | HandedOverException | LostClaimException e) {
      throw e;
    } catch (UnavailableException e) {
      // Not this element's fault: the whole attempt fails, and is repeated if the job says so.
      throw e;
    } catch (BatonException e) {
      return BulkOutcome.failed(e.code(), e.getMessage());
    } catch (Exception e) {
      return BulkOutcome.failed(e.getClass().getSimpleName(), e.getMessage());
    }
  }
}
