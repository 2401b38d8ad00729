// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.memory;

import dev.baton.job.JobId;
import dev.baton.job.JobLog;
import dev.baton.job.LogLine;
import java.util.List;
import java.util.Optional;

record InMemoryJobLog(InMemoryJobTable table) implements JobLog {

  @Override
  public void append(JobId job, long token, List<LogLine> lines) {
    table.locked(() -> {
      JobEntry entry = table.withToken(job, token);
      lines.forEach(line -> entry.log.add(new NumberedLine(table.nextNumber(), line)));
    });
  }

  @Override
  public List<NumberedLine> read(JobId job, long after, int limit) {
    return table.locked(() -> {
      JobEntry entry = table.find(job);
      return entry == null
          ? List.of()
          : entry.log.stream().filter(line -> line.number() > after).limit(limit).toList();
    });
  }

  @Override
  public Optional<String> lastMark(JobId job, String prefix) {
    return table.locked(() -> {
      JobEntry entry = table.find(job);
      return entry == null
          ? Optional.empty()
          : entry.log.reversed().stream()
              .map(line -> line.line().mark())
              .filter(mark -> mark != null && mark.startsWith(prefix))
              .findFirst();
    });
  }
}
