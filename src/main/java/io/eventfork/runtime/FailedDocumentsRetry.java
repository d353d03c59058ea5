package io.eventfork.runtime;

import io.eventfork.event.CardGuard;
import io.eventfork.event.SinkAwayException;
import io.eventfork.provisioning.Naming;
import io.eventfork.provisioning.ResourceKind;
import io.eventfork.search.FailedRetry;
import io.eventfork.search.OpenSearchSettings;
import java.time.Clock;
import software.amazon.awssdk.core.exception.SdkException;

/** Indexes the failed documents of a bucket again, without running the application. */
public final class FailedDocumentsRetry {

    private FailedDocumentsRetry() {}

    /**
     * Retries every object.
     *
     * @param bucket the bare name of the bucket, as {@code resources.yaml} declares it
     * @param prefix the pipeline's {@code StreamPrefix}
     * @throws StartException if the cloud or OpenSearch is not configured or does not answer
     */
    public static FailedRetry.Outcome run(Settings settings, String bucket, String prefix) {
        if (settings.optional("eventfork.endpoint").isEmpty()
                && settings.oneOf("eventfork.cloud", "local", "aws").equals("local")) {
            throw new StartException(
                    "Say which cloud has the bucket: --endpoint URL or --cloud aws.");
        }
        OpenSearchSettings openSearch = OpenSearch.settings(settings);
        if (openSearch.url().isEmpty()) {
            throw new StartException("Say where OpenSearch is: --opensearch URL.");
        }
        String physical =
                new Naming(
                                settings.text("eventfork.prefix"),
                                settings.text("eventfork.bucket-suffix"))
                        .physicalName(ResourceKind.BUCKET, bucket);
        try (AwsClients clients = new AwsClients(settings)) {
            return new FailedRetry(
                            clients.s3(),
                            openSearch,
                            OpenSearch.auth(settings, clients.region()),
                            new CardGuard()::maskText,
                            Clock.systemUTC())
                    .run(physical, prefix);
        } catch (SinkAwayException e) {
            throw new StartException(e.getMessage(), e);
        } catch (SdkException e) {
            throw new StartException(
                    "Cannot use the bucket %s: %s".formatted(physical, e.getMessage()), e);
        }
    }
}
