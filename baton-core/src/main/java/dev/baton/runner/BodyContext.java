// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.runner;

import dev.baton.flow.AtomContext;
import dev.baton.flow.ChildJobs;
import dev.baton.flow.Symbol;
import dev.baton.logbook.AtomDetail;
import java.util.Optional;

/** The part of the context that all bodies share. */
abstract class BodyContext implements AtomContext {

  final FlowRunView run;
  final AtomDetail atom;
  private final BodyArguments bodyArguments;
  private final boolean resumed;

  BodyContext(FlowRunView run, AtomDetail atom, BodyArguments bodyArguments, boolean resumed) {
    this.run = run;
    this.atom = atom;
    this.bodyArguments = bodyArguments;
    this.resumed = resumed;
  }

  @Override
  public final String flow() {
    return run.flow();
  }

  @Override
  public final String atom() {
    return atom.name();
  }

  @Override
  public final <T> T get(Symbol<T> parameter) {
    return bodyArguments.get(parameter);
  }

  @Override
  public final boolean has(Symbol<?> parameter) {
    return bodyArguments.has(parameter);
  }

  @Override
  public final <T> Optional<T> find(Symbol<T> parameter) {
    return Optional.ofNullable(bodyArguments.read(parameter));
  }

  @Override
  public int attempt() {
    return atom.starts();
  }

  @Override
  public final boolean resumed() {
    return resumed;
  }

  @Override
  public String idempotencyKey() {
    return run.job() + "/" + atom.name() + "/" + atom.epoch();
  }

  @Override
  public final long fencingToken() {
    return run.token();
  }

  @Override
  public final void log(String line) {
    run.host().log(atom.name(), line);
  }

  @Override
  public final ChildJobs childJobs() {
    return run.host().childJobs();
  }

  @Override
  public final void suspend() {
    run.suspend();
  }

  @Override
  public boolean stopRequested() {
    return run.stopRequested();
  }

  /** Reports the progress of the body. */
  public void progress(double share) {
    run.progress(atom.name(), Math.clamp(Double.isNaN(share) ? 0 : share, 0, 1));
  }
}
