package io.eventfork.runtime;

import io.eventfork.tasks.CustomerWorker;
import io.eventfork.tasks.TaskReport;
import io.eventfork.tasks.Worker;
import io.eventfork.tasks.WorkerReport;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Runs a worker on the input that the environment holds or points to: that of customers if it names
 * a table, else that of messages.
 */
public final class WorkerTask {

    /** As of a process that the system has killed. */
    private static final int KILLED = 137;

    private static final String MESSAGE_TIME = "tasks.worker.message-time";

    private final Settings settings;
    private final Map<String, String> environment;
    private final Consumer<String> log;

    private WorkerTask(Settings settings, Map<String, String> environment, Consumer<String> log) {
        this.settings = settings;
        this.environment = environment;
        this.log = log;
    }

    /**
     * Works to the end, or until the parent dies, and the whole process with it.
     *
     * @param log gets what the worker says
     * @return the exit code: 0; {@link TaskReport#TRY_LATER} if the cloud is away; that of {@link
     *     WorkerReport} if records failed
     * @throws StartException if there is no input, or it cannot be had
     */
    public static int run(Settings settings, Consumer<String> log) {
        Map<String, String> environment = System.getenv();
        Worker.whenParentEnds(environment, System.in, () -> Runtime.getRuntime().halt(KILLED));
        Lazy<AwsClients> clients = new Lazy<>(() -> new AwsClients(settings));
        try {
            return new WorkerTask(settings, environment, log).work(clients);
        } catch (SdkException e) {
            log.accept("The cloud is away: " + e.getMessage());
            return TaskReport.TRY_LATER;
        } catch (IllegalArgumentException e) {
            throw new StartException(e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartException("The work was interrupted.", e);
        } finally {
            clients.ifMade().ifPresent(AwsClients::close);
        }
    }

    private int work(Lazy<AwsClients> clients) throws InterruptedException {
        String input = input(clients);
        String table = environment.get("TABLE_NAME");
        Duration time = settings.duration(MESSAGE_TIME);
        if (table == null) {
            new Worker(time, log).work(input);
            return 0;
        }
        CustomerWorker worker = new CustomerWorker(clients.get().dynamoDb(), table, time, log);
        return WorkerReport.tell(worker.work(input), environment, log);
    }

    private String input(Lazy<AwsClients> clients) {
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
        return clients.get()
                .s3()
                .getObjectAsBytes(get -> get.bucket(bucket).key(key))
                .asUtf8String();
    }
}
