package io.eventfork.cli;

import picocli.CommandLine.Command;

@Command(name = "cloud")
final class CloudCommand {}
