// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.kubernetes;

import dev.baton.engine.EngineCheck.Operation;
import dev.baton.error.BatonException;
import dev.baton.error.ForbiddenException;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks the Kubernetes API server which rights Baton's Kubernetes account has in the namespace. */
record AccountRights(NamespaceClient namespaceClient) {

  private static final List<ResourceRight> NEEDED =
      List.of(
          new ResourceRight("batch", "jobs", null, "create", true),
          new ResourceRight("batch", "jobs", null, "get", true),
          new ResourceRight("batch", "jobs", null, "list", true),
          new ResourceRight("batch", "jobs", null, "watch", true),
          new ResourceRight("batch", "jobs", null, "patch", true),
          new ResourceRight("batch", "jobs", null, "delete", true),
          new ResourceRight("", "pods", null, "list", true),
          new ResourceRight("", "pods", null, "watch", true),
          new ResourceRight("", "pods", "log", "get", true),
          // Without these rights, Baton cannot store the values of secrets, read the reasons that
          // events contain, or remove pods.
          new ResourceRight("", "secrets", null, "create", false),
          new ResourceRight("", "events", null, "list", false),
          new ResourceRight("", "pods", null, "delete", false));

  /**
   * A right that Baton's Kubernetes account has or does not have.
   *
   * @param group the API group; empty is the core group, which contains pods
   * @param isNeeded whether no Kubernetes job can run without it
   */
  private record ResourceRight(
      String group, String resource, @Nullable String subresource, String verb, boolean isNeeded) {

    String in(String namespace) {
      String what = subresource == null ? resource : resource + "/" + subresource;
      return verb + " " + what + " in namespace '" + namespace + "'";
    }
  }

  /**
   * Returns the operations that executors need. Each states whether Baton's Kubernetes account may
   * do it.
   */
  List<Operation> operations() {
    return NEEDED.stream().map(this::operation).toList();
  }

  private Operation operation(ResourceRight right) {
    String name = right.in(namespaceClient.namespace());
    SubjectAccessReviewStatus answer = review(right);
    boolean allowed = Boolean.TRUE.equals(answer.getAllowed());
    String reason = NamespaceClient.orEmpty(answer.getReason());
    String refusal = allowed ? null : reason.isEmpty() ? "no role allows it" : reason;
    return new Operation(name, refusal, right.isNeeded());
  }

  private SubjectAccessReviewStatus review(ResourceRight right) {
    SelfSubjectAccessReview question =
        new SelfSubjectAccessReviewBuilder()
            .withNewSpec()
            .withNewResourceAttributes()
            .withNamespace(namespaceClient.namespace())
            .withGroup(right.group())
            .withResource(right.resource())
            .withSubresource(right.subresource())
            .withVerb(right.verb())
            .endResourceAttributes()
            .endSpec()
            .build();
    return namespaceClient.call(
        "ask for the rights of the account",
        () ->
            namespaceClient
                .client()
                .authorization()
                .v1()
                .selfSubjectAccessReview()
                .create(question)
                .getStatus());
  }

  /**
   * Whether Baton's Kubernetes account may create Kubernetes jobs. If it may, the refusal came from
   * a policy of the namespace, such as a quota. If the rights cannot be read, the refusal counts as
   * a missing right.
   */
  boolean mayCreateJobs(ForbiddenException refusal) {
    try {
      return Boolean.TRUE.equals(review(NEEDED.getFirst()).getAllowed());
    } catch (BatonException e) {
      refusal.addSuppressed(e);
      return false;
    }
  }
}
