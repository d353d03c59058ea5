package io.eventfork.cli;

import io.eventfork.redrive.ReasonFilter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which dead letters a command is about. */
final class LetterOptions {

    @Parameters(
            paramLabel = "NAME",
            description =
                    "A dead-letter queue, or its queue, or a bucket of failed documents, or its search "
                            + "pipeline, such as checkout-orders-dlq.")
    private String name;

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            defaultValue = "",
            description =
                    "Only letters whose reason contains this; # stands for any number, as in 'dlq list'.")
    private String reason;

    String name() {
        return name;
    }

    ReasonFilter reason() {
        return new ReasonFilter(reason);
    }
}
