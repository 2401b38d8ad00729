// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.agent;

import java.sql.Connection;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Decides which write is lost. The patched database driver calls it. */
public final class LostWrite {

  /**
   * The number of the post that is lost. Earlier posts are kept, so that the server can start its
   * work.
   */
  private static final int LOST_POST = 40;

  private static final AtomicInteger POSTS = new AtomicInteger();
  private static final Map<Connection, Boolean> POSTING =
      Collections.synchronizedMap(new WeakHashMap<>());

  private LostWrite() {}

  /** Is called when a statement is prepared. */
  public static void prepared(Connection connection, String sql) {
    if (sql.toLowerCase(Locale.ROOT).stripLeading().startsWith("insert into job ")) {
      POSTING.put(connection, true);
    }
  }

  /** Whether the transaction that is about to be committed must be lost. */
  public static boolean loses(Connection connection) {
    boolean lost = POSTING.remove(connection) != null && POSTS.incrementAndGet() == LOST_POST;
    if (lost) {
      System.err.println("plant: a post is lost");
    }
    return lost;
  }
}
