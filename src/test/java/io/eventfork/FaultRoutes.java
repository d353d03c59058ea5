package io.eventfork;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A folder of routes whose effects are messages in the queue {@code effects}, so that a test can
 * count them, see {@link Effect}: {@code single} writes each message, {@code batches} joins them,
 * {@code poison} can write none.
 */
final class FaultRoutes {

    private static final String RESOURCES =
            """
            queues:
              single:
                visibility: %1$s
              batches:
                visibility: %1$s
              poison:
                visibility: %1$s
              effects:
                visibility: 30s
                dead-letter: false
            """;

    private static final String SINGLE =
            """
            - route:
                id: single
                description: Writes each message.
                from:
                  uri: aws2-sqs:{{queue:single}}
                  steps:
                    - setBody:
                        expression:
                          simple:
                            expression: "${body} ${header.CamelAwsSqsAttributes}"
                    - to:
                        id: write-single
                        description: The effect.
                        uri: aws2-sqs:{{queue:effects}}
            """;

    private static final String BATCHES =
            """
            - route:
                id: batches
                description: Writes %1$d messages at a time.
                from:
                  uri: aws2-sqs:{{queue:batches}}
                  steps:
                    - setBody:
                        expression:
                          simple:
                            expression: "${body} ${header.CamelAwsSqsAttributes}"
                    - aggregate:
                        id: join
                        description: Joins messages.
                        aggregationStrategy: "#class:org.apache.camel.processor.aggregate.StringAggregationStrategy"
                        completionSize: %1$d
                        correlationExpression:
                          constant:
                            expression: "true"
                        steps:
                          - to:
                              id: write-batch
                              description: The effect.
                              uri: aws2-sqs:{{queue:effects}}
            """;

    private static final String POISON =
            """
            - route:
                id: poison
                description: Finds that no message can ever succeed.
                from:
                  uri: aws2-sqs:{{queue:poison}}
                  steps:
                    - throwException:
                        exceptionType: io.eventfork.event.PermanentFailureException
                        message: "No sink takes this."
            """;

    private final Path folder;

    private FaultRoutes(Path folder) {
        this.folder = folder;
    }

    /**
     * Writes the folder.
     *
     * @param visibility of the queues, such as {@code 2s}
     */
    static FaultRoutes write(Path parent, String visibility) {
        try {
            Path folder = Files.createDirectories(parent.resolve("routes").resolve("faults"));
            Files.writeString(folder.resolve("resources.yaml"), RESOURCES.formatted(visibility));
            Files.writeString(folder.resolve("single.camel.yaml"), SINGLE);
            Files.writeString(folder.resolve("poison.camel.yaml"), POISON);
            return new FaultRoutes(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes the batching route anew; a running application follows. */
    void batchesOf(int size) {
        Edit.of(folder.resolve("batches.camel.yaml"), BATCHES.formatted(size));
    }

    /** The folder, for {@code --routes}. */
    String directory() {
        return folder.getParent().toString();
    }

    /** The settings, for {@code --config}: retries come quickly. */
    String configuration(String prefix) {
        try {
            return Files.writeString(
                            folder.getParent().resolveSibling("test.properties"),
                            """
                            eventfork.prefix=%s
                            eventfork.provision=create
                            eventfork.aws.call-timeout=60s
                            eventfork.delivery.backoff=100ms
                            eventfork.delivery.backoff-max=1s
                            """
                                    .formatted(prefix))
                    .toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
