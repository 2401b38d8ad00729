package dev.baton.cli;
final class WorkerProcess { static void runExecutor(ProcessCommand c, ProcessOptions o) {} static void runDistributor(ProcessCommand c, ProcessOptions o) {} }
