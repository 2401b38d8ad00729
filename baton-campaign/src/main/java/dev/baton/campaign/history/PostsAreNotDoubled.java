// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.history;

import java.util.List;
import java.util.Map;

/**
 * One post makes one job for each label, or none, as the server answered. A list of jobs is posted
 * completely or not at all.
 */
final class PostsAreNotDoubled implements HistoryRule {

  @Override
  public String name() {
    return "a post makes all of its jobs once, or none";
  }

  @Override
  public void check(History history, Findings findings) {
    Map<String, List<FinalJob>> jobs = history.byLabel();
    long unknown = 0;
    for (History.Post post : history.posts()) {
      findings.countChecked();
      checkOnce(post, jobs, findings);
      switch (post.outcome()) {
        case POSTED -> checkPosted(post, history, findings);
        case STOOD_FOR, REFUSED -> checkNone(post, jobs, findings);
        case UNKNOWN -> unknown++;
      }
    }
    findings.figure("posts-without-acknowledgement", unknown);
    findings.note("posts without acknowledgement: " + unknown);
  }

  private static void checkOnce(
      History.Post post, Map<String, List<FinalJob>> jobs, Findings findings) {
    for (String label : post.labels()) {
      int count = jobs.getOrDefault(label, List.of()).size();
      if (count > 1) {
        findings.violation("'" + label + "' was posted once, but exists " + count + " times");
      }
    }
    long there = post.labels().stream().filter(jobs::containsKey).count();
    if (there != 0 && there != post.labels().size()) {
      findings.violation(
          there
              + " of the "
              + post.labels().size()
              + " jobs of one list exist: "
              + post.labels().getFirst());
    }
  }

  /** {@link PostsAreFinal} checks that the jobs exist. */
  private static void checkPosted(History.Post post, History history, Findings findings) {
    if (post.ids().size() != post.labels().size()) {
      findings.violation(
          post.labels().size() + " jobs were acknowledged as " + post.ids() + ": " + post.labels());
      return;
    }
    for (int i = 0; i < post.ids().size(); i++) {
      FinalJob job = history.jobs().get(post.ids().get(i));
      String label = post.labels().get(i);
      if (job != null && !job.name().equals(label)) {
        findings.violation(
            "'%s' was acknowledged as %s, which is '%s'".formatted(label, job.id(), job.name()));
      }
    }
  }

  /**
   * Checks that no other job has the label. A server that repeats a write by itself may name the
   * job that its first write made.
   */
  private static void checkNone(
      History.Post post, Map<String, List<FinalJob>> jobs, Findings findings) {
    for (String label : post.labels()) {
      for (FinalJob job : jobs.getOrDefault(label, List.of())) {
        if (!post.ids().contains(job.id())) {
          findings.violation(
              post.outcome() == History.Post.Outcome.REFUSED
                  ? Violation.Kind.ANSWERED_AS_FAILED
                  : Violation.Kind.OTHER,
              "'%s' was answered with %s, but it exists as %s"
                  .formatted(label, post.outcome(), job.id()));
        }
      }
    }
  }
}
