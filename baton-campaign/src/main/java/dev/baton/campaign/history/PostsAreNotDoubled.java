// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.history;

import java.util.HashMap;
import java.util.Map;

/** One post makes one job for each label, or none; a list of jobs is posted whole or not at all. */
final class PostsAreNotDoubled implements Rule {

  @Override
  public String name() {
    return "a post makes all of its jobs once, or none";
  }

  @Override
  public void check(History history, Findings findings) {
    Map<String, Integer> counts = new HashMap<>();
    history.jobs().values().stream()
        .filter(job -> job.time() == null)
        .forEach(job -> counts.merge(job.name(), 1, Integer::sum));
    long unknown = 0;
    for (History.Post post : history.posts()) {
      findings.looked();
      unknown += post.isAcknowledged() ? 0 : 1;
      for (String label : post.labels()) {
        int count = counts.getOrDefault(label, 0);
        if (count > 1) {
          findings.violation("'" + label + "' was posted once and is there " + count + " times");
        }
      }
      long there = post.labels().stream().filter(counts::containsKey).count();
      if (there != 0 && there != post.labels().size()) {
        findings.violation(
            there
                + " of the "
                + post.labels().size()
                + " jobs of one list are there: "
                + post.labels().getFirst());
      }
    }
    findings.note("posts without acknowledgement: " + unknown);
  }
}
