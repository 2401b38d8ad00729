// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.history;

import java.util.HashMap;
import java.util.Map;

/** Every job whose post was acknowledged exists, and every job is final. */
final class PostsAreFinal implements HistoryRule {

  @Override
  public String name() {
    return "acknowledged posts are final";
  }

  @Override
  public void check(History history, Findings findings) {
    for (History.Post post : history.posts()) {
      for (String id : post.ids()) {
        findings.countChecked();
        if (!history.jobs().containsKey(id)) {
          findings.violation(
              Violation.Kind.MISSING_JOB,
              id + " was named in the answer to a post and is not there: " + post.labels());
        }
      }
    }
    Map<String, Integer> states = new HashMap<>();
    for (FinalJob job : history.jobs().values()) {
      states.merge(job.state(), 1, Integer::sum);
      if (!job.isFinal()) {
        findings.violation(job.id() + " (" + job.action() + ") is still " + job.state());
      }
    }
    states.forEach((state, count) -> findings.figure("jobs-" + state, count));
    findings.note("jobs by state: " + states);
  }
}
