// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.zookeeper;

import dev.baton.externalboard.EntryQueue;
import dev.baton.job.JobId;
import dev.baton.logbook.FlowWrite;
import java.util.Locale;

/**
 * The paths of nodes in ZooKeeper. {@link #ENTRIES} and {@link #TAKEN} belong to kazoo's {@code
 * LockingQueue} at /job.
 */
final class ZooKeeperPaths {

  static final String QUEUE = "/job";
  static final String ENTRIES = "/job/entries";
  static final String TAKEN = "/job/taken";
  static final String ELECTION = "/election";

  /** The root of the nodes that only Baton knows. */
  static final String BATON_ROOT = "/baton";

  /**
   * The root of the progress of flows if it is stored in ZooKeeper. It is outside the watched
   * folders.
   */
  static final String FLOWS = "/flows";

  /** The number that is added to a czxid to make a fencing token. */
  static final String TOKEN_OFFSET = "/baton/token-base";

  /** The ephemeral node of the feeder. */
  static final String FEEDER = "/baton/feeder";

  private static final String WRITE = "write-";
  private static final String PREFIX = "entry-";
  private static final int PRIORITY_END = PREFIX.length() + 3;

  private ZooKeeperPaths() {}

  static String flow(JobId job) {
    return FLOWS + "/" + job.uuid();
  }

  /** One write of a flow. The names of writes sort in the order of the writes. */
  static String flowWrite(JobId job, long revision) {
    return String.format(Locale.ROOT, "%s/%s%012d", flow(job), WRITE, revision);
  }

  static boolean isFlowWrite(String name) {
    return name.startsWith(WRITE);
  }

  static String flowPart(FlowWrite write, int number) {
    return flowPart(write.flow().job(), write.flow().revision(), write.token(), number);
  }

  static String flowPart(JobId job, long revision, long token, int number) {
    return flow(job) + "/piece-" + revision + "-" + token + "-" + number;
  }

  static String entry(String name) {
    return ENTRIES + "/" + name;
  }

  static String lock(String name) {
    return TAKEN + "/" + name;
  }

  /** The path with which an entry is created as a sequential node. */
  static String newEntry(int priority) {
    return ENTRIES + "/" + EntryQueue.prefix(priority);
  }

  /** Returns the priority in a name; -1 if the name is not the name of an entry. */
  static int priority(String name) {
    if (!name.startsWith(PREFIX) || name.length() <= PRIORITY_END) {
      return -1;
    }
    try {
      return Integer.parseInt(name.substring(PREFIX.length(), PRIORITY_END));
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
