// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Checks whether a Kubernetes cluster is ready. */
final class KubernetesProbe {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final String address;
  private final Path certificate;
  // Used only by the starting thread; created after the server has made its certificate.
  private @Nullable HttpClient client;

  KubernetesProbe(String address, Path certificate) {
    this.address = address;
    this.certificate = certificate;
  }

  boolean isApiReady() throws InterruptedException {
    return "ok".equals(get("/readyz"));
  }

  /** Whether pods can be scheduled to the node. */
  boolean isNodeReady(String node) throws InterruptedException, IOException {
    String answer = get("/api/v1/nodes/" + node);
    if (answer == null) {
      return false;
    }
    JsonNode read = JSON.readTree(answer);
    boolean ready = false;
    for (JsonNode condition : read.at("/status/conditions")) {
      ready |=
          condition.path("type").asText().equals("Ready")
              && condition.path("status").asText().equals("True");
    }
    return ready && read.at("/spec/taints").isEmpty();
  }

  private @Nullable String get(String path) throws InterruptedException {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(address + path))
              .header("Authorization", "Bearer " + KubernetesFiles.TOKEN)
              .timeout(Duration.ofSeconds(5))
              .build();
      HttpResponse<String> response = client().send(request, HttpResponse.BodyHandlers.ofString());
      return response.statusCode() == 200 ? response.body() : null;
    } catch (IOException | GeneralSecurityException e) {
      // The server is not up yet.
      return null;
    }
  }

  private HttpClient client() throws IOException, GeneralSecurityException {
    HttpClient known = client;
    if (known == null) {
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      try (InputStream in = Files.newInputStream(certificate)) {
        trusted.setCertificateEntry(
            "api", CertificateFactory.getInstance("X.509").generateCertificate(in));
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      known = HttpClient.newBuilder().sslContext(context).build();
      client = known;
    }
    return known;
  }
}
