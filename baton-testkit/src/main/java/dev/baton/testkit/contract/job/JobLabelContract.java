// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.contract.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.filter.Filter;
import dev.baton.filter.FilterParser;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobQuery;
import dev.baton.testkit.backend.BackendTestSetup;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The contract of a job store for the labels of jobs. */
public abstract class JobLabelContract extends BackendTestSetup {

  private static final String LONG_KEY = "p".repeat(127) + "/" + "k".repeat(63);

  @Test
  protected void labels_atTheirBounds_areStoredAndFound() {
    Job job = labelled(Map.of(LONG_KEY, "漢".repeat(63), "a", "=> 'x' \"%_"));
    assertThat(find(job.id()).spec().labels()).isEqualTo(job.spec().labels());
    Filter.Path path = Filter.Path.of("labels", LONG_KEY);
    assertThat(found(new Filter.Equal(path, new Filter.Value.Text("漢".repeat(63)))))
        .containsExactly(job.id());
    assertThat(found(new Filter.Prefix(Filter.Path.of("labels", "a"), "=> 'x'")))
        .containsExactly(job.id());
  }

  @Test
  protected void search_label_comparesKeyAndValueExactly() {
    JobId a = labelled(Map.of("team", "a", "example.com/team", "b")).id();
    JobId b = labelled(Map.of("team", "b", "Team", "a", "team-2", "c")).id();
    JobId none = post(job()).id();
    assertThat(found("labels/team='a'")).containsExactly(a);
    assertThat(found("labels/'example.com/team'='b'")).containsExactly(a);
    assertThat(found("labels/team=['a','b']")).containsExactlyInAnyOrder(a, b);
    assertThat(found("labels/team!='a'")).containsExactlyInAnyOrder(b, none);
    assertThat(found("labels/team>'a'")).containsExactly(b);
    assertThat(found("labels/team=null")).containsExactly(none);
    assertThat(found("labels/tea!=null")).isEmpty();
    assertThat(found("labels/'team=a'!=null")).isEmpty();
    assertThat(found("labels!=null")).containsExactlyInAnyOrder(a, b);
    assertThat(found("labels/team/x='a' or labels='a' or fulltext=='a'")).isEmpty();
  }

  @Test
  protected void search_orderedAndAggregatedByLabel_usesItsValue() {
    JobId second = labelled(Map.of("team", "b", "other", "a")).id();
    JobId first = labelled(Map.of("team", "a")).id();
    JobId last = post(job()).id();
    Filter.Path path = Filter.Path.of("labels", "team");
    JobQuery query =
        new JobQuery(
            Filter.EVERYTHING,
            null,
            List.of(new JobQuery.Order(path, false)),
            1,
            10,
            List.of(new JobQuery.Aggregation("x", "terms", path)));
    var page = backend().jobs().search(query);
    assertThat(idsOf(page.jobs())).containsExactly(first, second, last);
    assertThat(
            Objects.requireNonNull(page.aggregations().get("x")).path("buckets").findValues("key"))
        .extracting(JsonNode::asText)
        .containsExactly("a", "b");
  }

  @Test
  protected void replace_labels_replacesAllOfThem() {
    JobId id = labelled(Map.of("team", "a", "stage", "test")).id();
    edit(
        id,
        job ->
            job.withSpec(
                job.spec().toBuilder().labels(new TreeMap<>(Map.of("team", "b"))).build()));
    assertThat(find(id).spec().labels()).isEqualTo(Map.of("team", "b"));
    assertThat(found("labels/team='a' or labels/stage!=null")).isEmpty();
    assertThat(found("labels/team='b'")).containsExactly(id);
  }

  private Job labelled(Map<String, String> labels) {
    return post(job().spec(spec -> spec.labels(new TreeMap<>(labels))));
  }

  private List<JobId> found(String filter) {
    return found(FilterParser.parse(filter));
  }

  private List<JobId> found(Filter filter) {
    return idsOf(backend().jobs().search(JobQuery.of(filter, 100)).jobs());
  }
}
