package io.eventfork.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Commands on backups. */
@Command(
        name = "backup",
        description = {"Work with what a backup pipeline wrote.", ""},
        subcommands = BackupCatCommand.class,
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class BackupCommand implements Runnable {

    @Spec private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command: cat");
    }
}
