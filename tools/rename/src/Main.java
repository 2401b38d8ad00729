// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

import java.nio.file.Path;
import java.util.*;

public final class Main {
  public static void main(String[] args) throws Exception {
    Path home = Path.of(args[0]);
    Path root = Path.of(args[2]).toAbsolutePath().normalize();
    if (args[1].equals("list")) {
      Project project = new Project(Project.read(root), Project.classPath(home.resolve("cp")));
      var errors = project.errors();
      System.out.println(project.units.size() + " files, " + errors.size() + " errors");
      errors.stream().limit(20).forEach(System.out::println);
      new Lister(project).write(home);
      return;
    }
    Set<String> options = new HashSet<>();
    List<Path> renames = new ArrayList<>();
    List<Path> members = new ArrayList<>();
    for (int i = 3; i < args.length; i++) {
      switch (args[i]) {
        case "--renames" -> Arrays.stream(args[++i].split(",")).map(Path::of).forEach(renames::add);
        case "--members" -> Arrays.stream(args[++i].split(",")).map(Path::of).forEach(members::add);
        case "--widen", "--variables", "--force", "--dry", "--all" -> options.add(args[i]);
        default -> throw new IllegalArgumentException(args[i]);
      }
    }
    if (renames.isEmpty() && members.isEmpty()) {
      renames.add(home.resolve("tables/renames.tsv"));
      members.add(home.resolve("tables/members.tsv"));
    }
    System.exit(new Apply(home, root, options, renames, members).run());
  }
}
