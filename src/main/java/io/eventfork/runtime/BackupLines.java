package io.eventfork.runtime;

import io.eventfork.backup.BackupReader;
import io.eventfork.provisioning.ResourceKind;
import java.io.IOException;
import java.util.function.Consumer;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;

/** Reads a backup without running the application. */
public final class BackupLines {

    /** What of a backup is shown. */
    public enum Form {
        /** Each event once, as its line. */
        LINES,
        /** Each event once, its body alone. */
        BODIES,
        /** Every line as it is stored, with repetitions and failed records. */
        RAW
    }

    /**
     * What was passed over.
     *
     * @param repeated events whose id came before
     * @param foreign lines that are no events
     */
    public record Outcome(long repeated, long foreign) {}

    private BackupLines() {}

    /**
     * Reads what is below a prefix.
     *
     * @param bucket the bare name of the bucket, as {@code resources.yaml} declares it
     * @throws StartException if the cloud refuses, or an object is damaged
     */
    public static Outcome read(
            Settings settings, String bucket, String prefix, Form form, Consumer<String> each) {
        CloudSettings.requireNamed(settings, "the backup is");
        String physical = CloudSettings.naming(settings).physicalName(ResourceKind.BUCKET, bucket);
        BackupReader reader = new BackupReader();
        try (AwsClients clients = new AwsClients(settings)) {
            switch (form) {
                case RAW -> BackupReader.lines(clients.s3(), physical, prefix, each);
                case LINES ->
                        reader.read(
                                clients.s3(), physical, prefix, event -> each.accept(event.line()));
                case BODIES ->
                        reader.read(
                                clients.s3(), physical, prefix, event -> each.accept(event.body()));
            }
            return new Outcome(reader.repeated(), reader.foreign());
        } catch (NoSuchBucketException e) {
            throw new StartException("There is no bucket " + physical + ".", e);
        } catch (SdkException e) {
            throw new StartException(
                    "Cannot read the bucket %s at %s: %s"
                            .formatted(
                                    physical,
                                    settings.optional("eventfork.endpoint").orElse("AWS"),
                                    e.getMessage()),
                    e);
        } catch (IOException e) {
            throw new StartException(e.getMessage(), e);
        }
    }
}
