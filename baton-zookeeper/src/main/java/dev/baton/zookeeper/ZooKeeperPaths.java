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

  /** The root of Baton's own nodes, which kazoo does not use. */
  static final String BATON_ROOT = "/baton";

  /**
   * The root of the nodes with the progress of flows. It is outside the folders that {@link
   * FollowQueue} watches, so writes of flows do not trigger its watches.
   */
  static final String FLOWS = "/flows";

  /** The node of the fencing token offset. */
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

  /** Returns the path of the node of one flow write. The names sort in the order of the writes. */
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

  /** Returns the name of the entry with this path. */
  static String name(String entry) {
    return entry.substring(ENTRIES.length() + 1);
  }

  static String lock(String name) {
    return TAKEN + "/" + name;
  }

  /**
   * Returns the path with which the sequential node of a new entry is created; ZooKeeper adds the
   * number at its end.
   */
  static String newEntry(int priority) {
    return ENTRIES + "/" + EntryQueue.prefix(priority);
  }

  /**
   * Returns the priority that the name of an entry contains; -1 if this is not the name of an
   * entry.
   */
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
