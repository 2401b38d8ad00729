// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.jobservice;

import dev.baton.job.Job;
import dev.baton.job.JobSpec;
import dev.baton.job.PostResult;
import dev.baton.trace.CurrentSpan;
import dev.baton.trace.Span;
import dev.baton.trace.SpanKind;
import dev.baton.trace.TraceContext;
import dev.baton.trace.Tracer;
import java.util.ArrayList;
import java.util.List;

/**
 * Gives posted jobs their place in a trace: the span of their post. It is inside of the span of the
 * request or of the running job that posts, or begins a trace. A job keeps a trace that its poster
 * names, and the post is then a span of that trace.
 */
record TracePosts(Tracer tracer) {

  /** The store's operation that adds jobs. */
  @FunctionalInterface
  interface AddJobs {
    List<PostResult> add(List<Job> jobs);
  }

  /** Adds the jobs with their traces. */
  List<PostResult> add(List<Job> jobs, AddJobs addJobs) {
    Span current = CurrentSpan.get();
    if (!tracer.isOn() && current.context() == null) {
      return addJobs.add(jobs);
    }
    List<Span> spans = new ArrayList<>(jobs.size());
    List<Job> traced = new ArrayList<>(jobs.size());
    for (Job job : jobs) {
      Span span = start(job, current);
      spans.add(span);
      TraceContext post = span.context();
      traced.add(post == null ? job : job.withSpec(job.spec().toBuilder().trace(post).build()));
    }
    // One span for the statements of many posts of one request, or they would be recorded for each.
    Span work = spans.size() > 1 && current.isRecorded() ? current : Span.ofAll(spans);
    try (CurrentSpan.Scope scope = CurrentSpan.enter(work)) {
      List<PostResult> results = addJobs.add(traced);
      // A job with the same unique key can exist already.
      for (int i = 0; i < results.size(); i++) {
        spans.get(i).set("baton.job", results.get(i).id().toString());
      }
      return results;
    } catch (RuntimeException | Error e) {
      spans.forEach(span -> span.failed(e.getClass().getName()));
      throw e;
    } finally {
      spans.forEach(Span::end);
    }
  }

  private Span start(Job job, Span current) {
    String name = "post " + job.spec().action();
    TraceContext named = job.spec().trace();
    Span span =
        named != null
            ? tracer.start(SpanKind.PRODUCER, name, named)
            : current.context() != null
                ? current.child(SpanKind.PRODUCER, name)
                : tracer.start(SpanKind.PRODUCER, name, null);
    span.set("baton.action", job.spec().action());
    return span;
  }

  /** Returns the spec of a child job, which is in the trace of its parent. */
  static JobSpec ofChild(JobSpec child, Job parent) {
    return child.trace() == null && CurrentSpan.get().context() == null
        ? child.toBuilder().trace(parent.spec().trace()).build()
        : child;
  }

  /**
   * Returns the spec of a copy of a job. The copy is in the trace of the request that makes it, or
   * else in the trace of the job.
   */
  static JobSpec ofCopy(JobSpec job) {
    return CurrentSpan.get().context() == null ? job : job.toBuilder().trace(null).build();
  }
}
