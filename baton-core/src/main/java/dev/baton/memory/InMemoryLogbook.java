// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.memory;

import dev.baton.error.LostClaimException;
import dev.baton.job.JobId;
import dev.baton.logbook.AtomDetail;
import dev.baton.logbook.FlowDetail;
import dev.baton.logbook.FlowTransition;
import dev.baton.logbook.FlowWrite;
import dev.baton.logbook.Logbook;
import dev.baton.logbook.LogbookStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Logbooks in the memory of this process; each is guarded by its own lock. Knows no jobs: the
 * newest token of one is the highest that was written with.
 */
public final class InMemoryLogbook implements LogbookStore {

  private static final class Book {
    // Guarded by the book.
    private long token;
    private @Nullable FlowDetail flow;
    private final Map<String, AtomDetail> atoms = new LinkedHashMap<>();
    private final List<FlowTransition> transitions = new ArrayList<>();
  }

  private final Map<JobId, Book> books = new ConcurrentHashMap<>();

  @Override
  public Optional<Logbook> find(JobId job) {
    Book book = books.get(job);
    if (book == null) {
      return Optional.empty();
    }
    synchronized (book) {
      return Optional.ofNullable(book.flow).map(flow -> new Logbook(flow, book.atoms));
    }
  }

  @Override
  public void write(FlowWrite write) {
    JobId job = write.flow().job();
    Book book = books.computeIfAbsent(job, id -> new Book());
    synchronized (book) {
      if (write.token() < book.token) {
        throw new LostClaimException(
            "flow of "
                + job
                + " is written with token "
                + write.token()
                + ", newest is "
                + book.token
                + "; another executor runs it, stop");
      }
      book.token = write.token();
      FlowDetail before = book.flow;
      if (before == null || before.revision() < write.flow().revision()) {
        book.flow = write.flow();
        write.atoms().forEach(atom -> book.atoms.put(atom.name(), atom));
        book.transitions.addAll(write.transitions());
      }
    }
  }

  @Override
  public List<FlowTransition> transitions(JobId job, int offset, int limit) {
    Book book = books.get(job);
    if (book == null) {
      return List.of();
    }
    synchronized (book) {
      return book.transitions.stream().skip(offset).limit(limit).toList();
    }
  }

  @Override
  public boolean delete(JobId job) {
    return books.remove(job) != null;
  }
}
