package io.eventfork.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Works on what could not be delivered. */
@Command(
        name = "dlq",
        description = {
            "Work on what could not be delivered: dead-letter queues, and failed "
                    + "documents of search pipelines.",
            "A message can only be looked at by receiving it: meanwhile nobody else "
                    + "sees it, for up to 2 minutes if the command is killed.",
            "  eventfork dlq list --endpoint http://127.0.0.1:4566",
            "  eventfork dlq peek checkout-orders-dlq --endpoint http://127.0.0.1:4566",
            "  eventfork dlq redrive checkout-orders-dlq --reason 'has no customer' "
                    + "--rate 50/s --cloud aws",
            ""
        },
        subcommands = {
            DlqListCommand.class,
            DlqPeekCommand.class,
            DlqRedriveCommand.class,
            DlqPurgeCommand.class
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class DlqCommand implements Runnable {

    @Spec private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "Missing command: list, peek, redrive or purge");
    }
}
