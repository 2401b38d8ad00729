// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.load;

import dev.baton.campaign.history.History;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Records everything that the clients saw. Thread-safe. */
public final class ClientRecords {

  private static final int MAX_EXAMPLES = 3;

  // All fields are guarded by the lock of this object.
  private final List<History.Post> posts = new ArrayList<>();
  private final List<History.Explanation> explanations = new ArrayList<>();
  private final List<History.FinalStateSeen> finalStatesSeen = new ArrayList<>();
  private final List<History.WrongAnswer> wrongAnswers = new ArrayList<>();
  private final Map<String, Boolean> cancels = new TreeMap<>();
  private final Map<String, Integer> counts = new TreeMap<>();
  private final Map<String, List<String>> examples = new TreeMap<>();
  private int acknowledged;
  private int postedJobs;

  synchronized void posted(History.Post post) {
    posts.add(post);
    postedJobs += post.labels().size();
    acknowledged += post.isAcknowledged() ? post.ids().size() : 0;
  }

  synchronized void addWrongAnswer(History.WrongAnswer answer) {
    wrongAnswers.add(answer);
  }

  synchronized void canceled(String job, boolean confirmed) {
    cancels.merge(job, confirmed, Boolean::logicalOr);
  }

  synchronized void explained(History.Explanation explanation) {
    explanations.add(explanation);
  }

  synchronized void addFinalStateSeen(History.FinalStateSeen finalStateSeen) {
    finalStatesSeen.add(finalStateSeen);
  }

  /** Counts an outcome and keeps the first few examples. */
  synchronized void count(String what, String example) {
    counts.merge(what, 1, Integer::sum);
    List<String> some = examples.computeIfAbsent(what, key -> new ArrayList<>());
    if (some.size() < MAX_EXAMPLES && !example.isEmpty()) {
      some.add(example);
    }
  }

  public synchronized List<History.Post> posts() {
    return List.copyOf(posts);
  }

  public synchronized List<History.Explanation> explanations() {
    return List.copyOf(explanations);
  }

  public synchronized List<History.FinalStateSeen> finalStatesSeen() {
    return List.copyOf(finalStatesSeen);
  }

  /** Answers that valid requests must not receive. */
  public synchronized List<History.WrongAnswer> wrongAnswers() {
    return List.copyOf(wrongAnswers);
  }

  /** The jobs that were cancelled, and whether a server confirmed it. */
  public synchronized Map<String, Boolean> cancels() {
    return Map.copyOf(cancels);
  }

  /** The number of jobs that clients posted, regardless of the answers. */
  public synchronized int postedJobs() {
    return postedJobs;
  }

  /** The number of acknowledged jobs. */
  public synchronized int acknowledged() {
    return acknowledged;
  }

  /** The number of requests per outcome. */
  public synchronized Map<String, Integer> counts() {
    return new TreeMap<>(counts);
  }

  /** Some of the requests with this outcome. */
  public synchronized List<String> examples(String what) {
    return List.copyOf(examples.getOrDefault(what, List.of()));
  }
}
