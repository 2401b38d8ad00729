// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.filter.DateMath;
import dev.baton.filter.DocumentFilter;
import dev.baton.filter.Filter;
import dev.baton.testkit.job.FillSpec;
import dev.baton.testkit.job.JobBuilder;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class JobAttributeTableTest {

  private static final Instant MOMENT = Instant.parse("2026-01-31T12:00:00Z");

  @Test
  void readSpec_everyAttribute_isAsWritten() {
    Job job = filled("x");
    ObjectNode document = JobJson.write(job);
    assertThat(FillSpec.attributes())
        .extracting(JobAttribute::name)
        .contains("name", "requires", "expiry")
        .allMatch(document::has);
    assertThat(JobJson.readSpec(document)).isEqualTo(job.spec());
  }

  @Test
  void ofSpec_everyComponentOfASpec_hasARow() {
    assertThat(JobAttributes.ofSpec()).hasSameSizeAs(JobSpec.class.getRecordComponents());
  }

  @Test
  void toBuilder_everyAttribute_isCopied() {
    JobSpec spec = filled("x").spec();
    assertThat(spec.toBuilder().build()).isEqualTo(spec);
  }

  /** The filter language has its own list of dates, because it does not depend on jobs. */
  @Test
  void type_moment_isADateInFilters() {
    assertThat(JobAttributes.names(each -> each.type() == JobAttribute.Type.MOMENT))
        .isEqualTo(JobAttributes.names(each -> DateMath.isDate(Filter.Path.of(each.name()))));
  }

  /** The filter language has its own list of such attributes. */
  @Test
  void notSearched_attribute_isHiddenFromFilters() {
    DocumentFilter filter = new DocumentFilter(MOMENT);
    for (String name : JobAttributes.names()) {
      Filter isPresent = new Filter.NotEqual(Filter.Path.of(name), new Filter.Value.Null());
      ObjectNode document = JobJson.write(filled("x")).put(name, "x");
      boolean isVirtual = name.equals("fulltext");
      assertThat(filter.matches(isPresent, document) || isVirtual)
          .as(name)
          .isEqualTo(JobAttributes.isSearchable(Filter.Path.of(name)));
    }
  }

  private static Job filled(String text) {
    return JobBuilder.aJob()
        .spec(new FillSpec(() -> text, () -> List.of(text), () -> 7, () -> MOMENT)::fill)
        .build();
  }
}
