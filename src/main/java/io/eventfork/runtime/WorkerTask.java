package io.eventfork.runtime;

import io.eventfork.tasks.Worker;
import java.util.Map;
import java.util.function.Consumer;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;

/** Runs the worker on the input that the environment holds or points to. */
public final class WorkerTask {

    /** As of a process that the system has killed. */
    private static final int KILLED = 137;

    private WorkerTask() {}

    /**
     * Works to the end, or until the parent dies, and the whole process with it.
     *
     * @param log gets what the worker says
     * @throws StartException if there is no input, or it cannot be had
     */
    public static void run(Settings settings, Consumer<String> log) {
        Map<String, String> environment = System.getenv();
        Worker.whenParentEnds(environment, System.in, () -> Runtime.getRuntime().halt(KILLED));
        Worker worker = new Worker(settings.duration("tasks.worker.message-time"), log);
        try {
            worker.work(input(settings, environment));
        } catch (IllegalArgumentException e) {
            throw new StartException(e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartException("The work was interrupted.", e);
        }
    }

    private static String input(Settings settings, Map<String, String> environment) {
        String input = environment.get("INPUT_MESSAGE");
        if (input != null) {
            return input;
        }
        String bucket = environment.get("BUCKET_NAME");
        String key = environment.get("BUCKET_KEY");
        if (bucket == null || key == null) {
            throw new StartException(
                    "There is no input: neither INPUT_MESSAGE nor BUCKET_NAME and BUCKET_KEY are set.");
        }
        try (AwsClients clients = new AwsClients(settings)) {
            S3Client s3 = clients.s3();
            return s3.getObjectAsBytes(get -> get.bucket(bucket).key(key)).asUtf8String();
        } catch (SdkException e) {
            throw new StartException(
                    "Cannot read the input s3://%s/%s: %s".formatted(bucket, key, e.getMessage()),
                    e);
        }
    }
}
