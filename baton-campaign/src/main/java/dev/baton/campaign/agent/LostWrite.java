// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.agent;

import java.sql.Connection;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Decides which write is lost. Called by the patched database driver. */
public final class LostWrite {

  /** The first posts are kept, so that the server has begun its work. */
  private static final int LOST_POST = 40;

  private static final AtomicInteger POSTS = new AtomicInteger();
  private static final Map<Connection, Boolean> POSTING =
      Collections.synchronizedMap(new WeakHashMap<>());

  private LostWrite() {}

  /** A statement is being prepared. */
  public static void prepared(Connection connection, String sql) {
    if (sql.toLowerCase(Locale.ROOT).stripLeading().startsWith("insert into job ")) {
      POSTING.put(connection, true);
    }
  }

  /** Whether the transaction that is about to be committed is to be lost. */
  public static boolean loses(Connection connection) {
    boolean lost = POSTING.remove(connection) != null && POSTS.incrementAndGet() == LOST_POST;
    if (lost) {
      System.err.println("plant: a post is lost");
    }
    return lost;
  }
}
