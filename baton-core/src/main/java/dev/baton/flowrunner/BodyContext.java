// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flowrunner;

import dev.baton.flow.AtomContext;
import dev.baton.flow.ChildJobs;
import dev.baton.flow.Symbol;
import dev.baton.logbook.AtomDetail;
import java.util.Optional;

/** The part of the context that all bodies share. */
abstract class BodyContext implements AtomContext {

  final RunControl run;
  final AtomDetail atom;
  private final Call call;

  /**
   * One call of a body.
   *
   * @param resumed whether an earlier call of the same method was interrupted
   */
  record Call(RunControl run, AtomDetail atom, BodyArguments bodyArguments, boolean resumed) {}

  BodyContext(Call call) {
    this.run = call.run;
    this.atom = call.atom;
    this.call = call;
  }

  @Override
  public final String flow() {
    return run.identity().flow();
  }

  @Override
  public final String atom() {
    return atom.name();
  }

  @Override
  public final <T> T get(Symbol<T> parameter) {
    return call.bodyArguments.get(parameter);
  }

  @Override
  public final boolean has(Symbol<?> parameter) {
    return call.bodyArguments.has(parameter);
  }

  @Override
  public final <T> Optional<T> find(Symbol<T> parameter) {
    return Optional.ofNullable(call.bodyArguments.read(parameter));
  }

  @Override
  public int attempt() {
    return atom.starts();
  }

  @Override
  public final boolean resumed() {
    return call.resumed;
  }

  @Override
  public String idempotencyKey() {
    return run.identity().job() + "/" + atom.name() + "/" + atom.epoch();
  }

  @Override
  public final long fencingToken() {
    return run.identity().token();
  }

  @Override
  public final void log(String line) {
    run.identity().host().log(atom.name(), line);
  }

  @Override
  public final ChildJobs childJobs() {
    return run.identity().host().childJobs();
  }

  @Override
  public final void suspend() {
    run.suspend();
  }

  @Override
  public boolean stopRequested() {
    return run.stopRequested();
  }

  /** Reports the progress of the body. NaN counts as 0; values outside 0 to 1 are clamped. */
  public void progress(double share) {
    run.progress(atom.name(), Math.clamp(Double.isNaN(share) ? 0 : share, 0, 1));
  }
}
