package io.eventfork.cli;

import picocli.CommandLine.Command;

@Command(name = "provision")
final class ProvisionCommand {}
