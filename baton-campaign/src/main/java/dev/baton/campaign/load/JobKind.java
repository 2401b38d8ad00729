// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.load;

import java.util.Random;

/** The kinds of jobs that clients post, with their frequency. */
enum JobKind {
  EFFECT(36),
  LONG_EFFECT(5),
  FLOW(16),
  FAILING_FLOW(7),
  WAITING_FLOW(4),
  SIGNALLED_FLOW(4),
  DELAYED(7),
  KEYED(7),
  REPEATED(3),
  COMMAND(4),
  CANCELED_EFFECT(3),
  CANCELED_FLOW(3),
  LIST(3),
  BULK(1);

  private final int weight;

  JobKind(int weight) {
    this.weight = weight;
  }

  static JobKind random(Random random) {
    int total = 0;
    for (JobKind kind : values()) {
      total += kind.weight;
    }
    int left = random.nextInt(total);
    for (JobKind kind : values()) {
      left -= kind.weight;
      if (left < 0) {
        return kind;
      }
    }
    throw new IllegalStateException("the weights changed");
  }
}
