package io.eventfork.tasks.ecs;

import io.eventfork.event.PermanentFailureException;
import io.eventfork.event.SinkAwayException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.DescribeTasksResponse;
import software.amazon.awssdk.services.ecs.model.DesiredStatus;
import software.amazon.awssdk.services.ecs.model.EcsException;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.InvalidParameterException;
import software.amazon.awssdk.services.ecs.model.RunTaskResponse;

/**
 * The tasks of one cluster. Errors of the SDK pass through, but for those of a start. Thread-safe.
 */
final class EcsTasks {

    /** Reasons of failures that pass: no room, an agent that is away, a quota that is used up. */
    private static final List<String> PASSING = List.of("resource", "agent", "capacity", "limit");

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
     * @throws SinkAwayException if none can be started now, whatever the input
     * @throws PermanentFailureException if ECS never takes the request
     */
    String start(String id, Map<String, String> environment) {
        RunTaskResponse answer;
        try {
            answer = client.get().runTask(requests.run(id, environment));
        } catch (InvalidParameterException e) {
            // The environment is all that differs between requests.
            throw new PermanentFailureException("ECS does not take the task: " + text(e), e);
        } catch (EcsException e) {
            throw new SinkAwayException("ECS starts no task: " + text(e), e);
        }
        if (!answer.tasks().isEmpty()) {
            return answer.tasks().get(0).taskArn();
        }
        String reasons = String.join(", ", answer.failures().stream().map(EcsTasks::text).toList());
        String lower = reasons.toLowerCase(Locale.ROOT);
        if (reasons.isEmpty() || PASSING.stream().anyMatch(lower::contains)) {
            throw new SinkAwayException("ECS starts no task now: " + reasons);
        }
        throw new PermanentFailureException("ECS cannot start the task: " + reasons);
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
