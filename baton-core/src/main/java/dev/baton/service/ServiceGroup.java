// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.service;

import java.util.List;

/**
 * Starts several services in order and stops them in reverse order. If a service fails to start,
 * the services that are already started are stopped, and the failure is thrown with later failures
 * as suppressed exceptions. If a service fails to stop, the others are still stopped.
 */
public final class ServiceGroup implements Service {

  private final List<Service> services;
  private final Lifecycle life = new Lifecycle();

  public ServiceGroup(List<? extends Service> services) {
    this.services = List.copyOf(services);
  }

  @Override
  public void start() {
    life.start(() -> services.forEach(Service::start), this::stopAll);
  }

  /** Takes as long as the stops of all services take together. */
  @Override
  public void stop() {
    life.stop(this::stopAll);
  }

  private void stopAll() {
    RuntimeException first = null;
    for (Service service : services.reversed()) {
      try {
        service.stop();
      } catch (RuntimeException e) {
        if (first == null) {
          first = e;
        } else {
          first.addSuppressed(e);
        }
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
