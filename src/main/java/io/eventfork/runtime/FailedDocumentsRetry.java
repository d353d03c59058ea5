package io.eventfork.runtime;

import io.eventfork.event.SinkAwayException;
import io.eventfork.provisioning.ResourceKind;
import io.eventfork.search.FailedRetry;
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
        CloudSettings.requireNamed(settings, "the bucket is");
        String physical = CloudSettings.naming(settings).physicalName(ResourceKind.BUCKET, bucket);
        try (AwsClients clients = new AwsClients(settings)) {
            return OpenSearch.failedRetry(
                            settings, clients, CardGuards.of(settings), Clock.systemUTC())
                    .run(physical, prefix);
        } catch (SinkAwayException e) {
            throw new StartException(e.getMessage(), e);
        } catch (SdkException e) {
            throw new StartException(
                    "Cannot use the bucket %s: %s".formatted(physical, e.getMessage()), e);
        }
    }
}
