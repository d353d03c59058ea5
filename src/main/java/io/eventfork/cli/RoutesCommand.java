package io.eventfork.cli;

import picocli.CommandLine.Command;

@Command(name = "routes")
final class RoutesCommand {}
