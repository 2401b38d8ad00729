// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.zookeeper;

import dev.baton.job.JobId;
import dev.baton.logbook.FlowWrite;
import java.util.Locale;

/** Where things are in ZooKeeper. The first two are kazoo's {@code LockingQueue} at /job. */
final class ZooKeeperPaths {

  static final String QUEUE = "/job";
  static final String ENTRIES = "/job/entries";
  static final String TAKEN = "/job/taken";
  static final String ELECTION = "/election";

  /** What only Baton knows. */
  static final String BATON_ROOT = "/baton";

  /** The progress of flows, where it is kept here: not below what is watched. */
  static final String FLOWS = "/flows";

  /** What is added to a czxid to make a fencing token. */
  static final String TOKEN_OFFSET = "/baton/token-base";

  /** Ephemeral, of the process that feeds the window. */
  static final String FEEDER = "/baton/feeder";

  private static final String WRITE = "write-";
  private static final String PREFIX = "entry-";
  private static final int PRIORITY_END = PREFIX.length() + 3;

  private ZooKeeperPaths() {}

  static String flow(JobId job) {
    return FLOWS + "/" + job.uuid();
  }

  /** One write of a flow; names of writes sort as they follow upon each other. */
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

  /** The path to create with a sequence. */
  static String newEntry(int priority) {
    return ENTRIES + "/" + prefix(priority);
  }

  /** Names of this priority, and of more urgent ones, sort before {@code prefix(priority + 1)}. */
  static String prefix(int priority) {
    return String.format(Locale.ROOT, "%s%03d-", PREFIX, priority);
  }

  /** The priority in a name; -1 if it is not the name of an entry. */
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
