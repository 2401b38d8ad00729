// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.docker;

import dev.baton.error.InvalidInputException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** The address at which an engine listens. */
sealed interface DockerHost {

  /** Opens a connection. Virtual threads may block on it. */
  DockerConnection connect() throws IOException;

  /** Returns the configured address, for messages. */
  String address();

  /** Whether the engine uses the clock of this machine. */
  boolean isLocal();

  /** A Unix socket of this machine. */
  record Unix(Path socket) implements DockerHost {
    @Override
    public DockerConnection connect() throws IOException {
      SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
      return new DockerConnection(
          Channels.newInputStream(channel), Channels.newOutputStream(channel), channel);
    }

    @Override
    public String address() {
      return "unix://" + socket;
    }

    @Override
    public boolean isLocal() {
      return true;
    }
  }

  /**
   * A network address.
   *
   * @param tls the TLS settings, or null for plain text
   */
  record Tcp(String name, int port, @Nullable SSLContext tls) implements DockerHost {
    private static final int BOUND = (int) Duration.ofSeconds(5).toMillis();

    @Override
    public DockerConnection connect() throws IOException {
      Socket socket = new Socket();
      try {
        socket.connect(new InetSocketAddress(name, port), BOUND);
        socket.setKeepAlive(true);
        if (tls != null) {
          socket = secured(tls, socket);
        }
        return new DockerConnection(socket.getInputStream(), socket.getOutputStream(), socket);
      } catch (IOException e) {
        socket.close();
        throw e;
      }
    }

    private SSLSocket secured(SSLContext tls, Socket socket) throws IOException {
      SSLSocket secured = (SSLSocket) tls.getSocketFactory().createSocket(socket, name, port, true);
      var parameters = secured.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      secured.setSSLParameters(parameters);
      secured.startHandshake();
      return secured;
    }

    @Override
    public String address() {
      return "tcp://" + name + ":" + port;
    }

    @Override
    public boolean isLocal() {
      return false;
    }
  }

  /**
   * Parses a host such as {@code unix:///run/docker.sock} or {@code tcp://builder:2376}.
   *
   * @param tls the TLS settings for TCP, or null for plain text
   * @throws InvalidInputException if the text is not a host
   */
  static DockerHost parse(String engine, String text, @Nullable SSLContext tls) {
    try {
      URI uri = new URI(text);
      if ("unix".equals(uri.getScheme()) && uri.getPath() != null && uri.getAuthority() == null) {
        return new Unix(Path.of(uri.getPath()));
      }
      if ("tcp".equals(uri.getScheme()) && uri.getHost() != null && uri.getPort() > 0) {
        return new Tcp(uri.getHost(), uri.getPort(), tls);
      }
    } catch (URISyntaxException | IllegalArgumentException e) {
      throw new InvalidInputException(refusal(engine, text), e);
    }
    throw new InvalidInputException(refusal(engine, text));
  }

  private static String refusal(String engine, String text) {
    return "engine '"
        + engine
        + "': setting 'host' is '"
        + text
        + "'; expected unix:///path/of/socket or tcp://name:port";
  }
}
