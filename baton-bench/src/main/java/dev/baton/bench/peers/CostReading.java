// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench.peers;

import java.util.List;

/**
 * The state of all counters at one moment.
 *
 * @param load the load of the machine in the minute before
 * @param ownMicros the processor time of this process, which observes
 */
record CostReading(
    long nanos,
    double jvmMicros,
    double databaseMicros,
    double walBytes,
    double machineMicros,
    double ownMicros,
    double load) {

  static CostReading take(List<PeerProcess> processes, PeersDatabase database) {
    return new CostReading(
        System.nanoTime(),
        processes.stream().mapToDouble(PeerProcess::cpuMicros).sum(),
        database.cpuMicros(),
        database.walBytes(),
        ProcessorTime.ofMachine(),
        ProcessorTime.ofProcess(ProcessHandle.current().pid()),
        ProcessorTime.load());
  }

  /** The costs from this moment to a later one. */
  Costs until(CostReading later, int jobs, double seconds) {
    double jvm = later.jvmMicros - jvmMicros;
    double databaseTime = later.databaseMicros - databaseMicros;
    double others =
        later.machineMicros - machineMicros - jvm - databaseTime - (later.ownMicros - ownMicros);
    return new Costs(
        jobs,
        seconds,
        jvm,
        databaseTime,
        later.walBytes - walBytes,
        load,
        Math.max(0, others * 1000 / (later.nanos - nanos)));
  }
}
