package dev.baton.cli;
final class ServerProcess { static void run(ProcessCommand c, ProcessOptions o, boolean all) {} }
