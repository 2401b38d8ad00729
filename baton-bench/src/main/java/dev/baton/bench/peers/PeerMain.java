// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench.peers;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * The process in which one system runs. It reads one request per line from its standard input and
 * answers each with one line: {@code ok} and numbers, or {@code error} and a message. It ends when
 * its input ends, so it does not outlive the process that started it.
 */
public final class PeerMain {

  private PeerMain() {}

  /**
   * Runs a system until the input ends.
   *
   * @param arguments the name of the {@link PeerSystem}, the URL of its database, the name of the
   *     {@link JobWork}
   */
  public static void main(String[] arguments) throws Exception {
    PrintStream answers =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    // Output of a library must not be read as an answer.
    System.setOut(System.err);
    JobProbe jobProbe = new JobProbe();
    JobWork jobWork = JobWork.valueOf(arguments[2]);
    try (Peer peer = PeerSystem.valueOf(arguments[0]).open(arguments[1], jobWork, jobProbe)) {
      answers.println("ok");
      ServeRequests serve = new ServeRequests(peer, jobProbe);
      BufferedReader requests =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      String request = requests.readLine();
      while (request != null) {
        answers.println(serve.answer(request));
        request = requests.readLine();
      }
    }
    // A library can leave threads behind.
    System.exit(0);
  }
}
