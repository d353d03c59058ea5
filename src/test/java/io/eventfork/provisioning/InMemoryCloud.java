package io.eventfork.provisioning;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.sqs.SqsClient;

/** An empty cloud in memory, and the checkout's resources to fill it with. */
final class InMemoryCloud {

    static final String ACCOUNT = "000000000000";

    /** The access policy that the search queue must have. */
    static final String SEARCH_POLICY =
            "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
                    + "\"Principal\":{\"Service\":\"sns.amazonaws.com\"},"
                    + "\"Action\":\"sqs:SendMessage\","
                    + "\"Resource\":\"arn:aws:sqs:us-east-1:000000000000:eventfork-checkout-search\","
                    + "\"Condition\":{\"ArnEquals\":{\"aws:SourceArn\":"
                    + "\"arn:aws:sns:us-east-1:000000000000:eventfork-checkout-events\"}}}]}";

    private static final Naming NAMING = new Naming("eventfork-", "");

    final InMemorySqs sqs = new InMemorySqs();
    final InMemorySns sns = new InMemorySns();
    final InMemoryDynamoDb dynamoDb = new InMemoryDynamoDb();
    final InMemoryS3 s3 = new InMemoryS3();
    final InMemoryEventBridge events = new InMemoryEventBridge();
    final InMemoryKinesis kinesis = new InMemoryKinesis();
    final Resources checkout = checkout();
    final Provisioner provisioner = provisioner(sqs, ACCOUNT);

    Provisioner provisioner(SqsClient client, String account) {
        ResourceNames names =
                new ResourceNames(NAMING, "aws", "us-east-1", account, Resources.none());
        return new Provisioner(client, sns, dynamoDb, s3, () -> events, () -> kinesis, names);
    }

    /** Plans and creates the checkout. */
    Plan create() {
        return provisioner.create(provisioner.plan(checkout));
    }

    static Resources read(String yaml) {
        return Resources.read("resources.yaml", yaml, NAMING, UnaryOperator.identity());
    }

    private static Resources checkout() {
        try {
            return read(
                    Files.readString(Path.of("src/main/resources/routes/checkout/resources.yaml")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
