package io.eventfork.tasks.ecs;

import io.eventfork.event.SinkAwayException;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.DescribeTasksResponse;
import software.amazon.awssdk.services.ecs.model.DesiredStatus;
import software.amazon.awssdk.services.ecs.model.EcsException;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.RunTaskResponse;

/**
 * The tasks of one cluster. Errors of the SDK pass through, but for refused starts. Thread-safe.
 */
final class EcsTasks {

    private static final int CLIENT_ERRORS = 4;

    private final Supplier<EcsClient> client;
    private final EcsSettings settings;
    private final EcsRequests requests;

    EcsTasks(Supplier<EcsClient> client, EcsSettings settings) {
        this.client = client;
        this.settings = settings;
        this.requests = new EcsRequests(settings);
    }

    /**
     * Starts a task. The same id within a day starts no second one.
     *
     * @param id of visible ASCII, at most 36 characters; {@link #startedAs} finds the task by it
     * @return its ARN
     * @throws SinkAwayException if ECS refuses it, so that nothing has started. No input is to
     *     blame, as every input fits: it is a wrong setting, or there is no room
     * @throws SdkException if it may have started
     */
    String start(String id, Map<String, String> environment) {
        RunTaskResponse answer;
        try {
            answer = client.get().runTask(requests.run(id, environment));
        } catch (EcsException e) {
            if (isRefusal(e)) {
                throw new SinkAwayException("ECS starts no task: " + text(e), e);
            }
            throw e;
        }
        if (answer.tasks().isEmpty()) {
            throw new SinkAwayException(
                    "ECS starts no task now: "
                            + String.join(
                                    ", ", answer.failures().stream().map(EcsTasks::text).toList()));
        }
        return answer.tasks().get(0).taskArn();
    }

    /** A request that is throttled may be the repetition of one whose answer was lost. */
    private static boolean isRefusal(EcsException e) {
        return e.statusCode() / 100 == CLIENT_ERRORS && !e.isThrottlingException();
    }

    EcsState state(String arn) {
        DescribeTasksResponse answer =
                client.get()
                        .describeTasks(describe -> describe.cluster(settings.cluster()).tasks(arn));
        return answer.tasks().stream()
                .findFirst()
                .map(task -> EcsState.of(task, settings.container()))
                .orElse(EcsState.UNKNOWN);
    }

    /** Lets ECS end a task: the container gets SIGTERM, and SIGKILL after its stop time-out. */
    void stop(String arn, String reason) {
        client.get().stopTask(stop -> stop.cluster(settings.cluster()).task(arn).reason(reason));
    }

    /** The ARNs of what was started under an id, and is not yet forgotten. */
    List<String> startedAs(String id) {
        return Stream.of(DesiredStatus.RUNNING, DesiredStatus.STOPPED)
                .flatMap(
                        status ->
                                client
                                        .get()
                                        .listTasks(
                                                list ->
                                                        list.cluster(settings.cluster())
                                                                .startedBy(id)
                                                                .desiredStatus(status))
                                        .taskArns()
                                        .stream())
                .toList();
    }

    private static String text(EcsException refused) {
        return refused.awsErrorDetails() == null
                ? "status " + refused.statusCode()
                : refused.awsErrorDetails().errorCode()
                        + " "
                        + refused.awsErrorDetails().errorMessage();
    }

    private static String text(Failure failure) {
        return failure.detail() == null
                ? failure.reason()
                : failure.reason() + " " + failure.detail();
    }
}
