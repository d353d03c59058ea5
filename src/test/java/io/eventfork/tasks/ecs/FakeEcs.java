package io.eventfork.tasks.ecs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/**
 * What the runner needs of ECS, at the wire: JSON 1.1 with the targets of
 * AmazonEC2ContainerServiceV20141113. A task runs until a test ends it, or the runner stops it; it
 * is then stopping for one look, and stopped at the next.
 */
final class FakeEcs implements AutoCloseable {

    /** A task of the fake; a test changes it under the lock of the fake. */
    static final class FakeTask {

        final JsonNode request;
        String status = "PROVISIONING";
        String stopCode;
        String reason;
        Integer exitCode;

        FakeTask(JsonNode request) {
            this.request = request;
        }

        void exits(int code) {
            stops("EssentialContainerExited", "Essential container in task exited");
            exitCode = code;
        }

        void stops(String code, String why) {
            status = "STOPPED";
            stopCode = code;
            reason = why;
        }
    }

    private static final String TARGET = "AmazonEC2ContainerServiceV20141113.";
    private static final String ARN = "arn:aws:ecs:us-east-1:000000000000:task/fake/";
    private static final int LONGEST_OVERRIDES = 8_192;

    private final JsonMapper json = new JsonMapper();
    private final Map<String, FakeTask> tasks = new LinkedHashMap<>();
    private final List<String> calls = new ArrayList<>();
    private final Deque<ObjectNode> refusals = new ArrayDeque<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    private Consumer<FakeTask> work = task -> {};
    private int lostAnswers;
    private String failing = "";
    private int failures;
    private ObjectNode failure;

    FakeEcs() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** What becomes of every task that starts from now on. */
    synchronized void doing(Consumer<FakeTask> next) {
        work = next;
    }

    /** The next start has this failure in its answer. */
    synchronized void failNextStart(String reason) {
        ObjectNode answer = json.createObjectNode();
        answer.putArray("tasks");
        answer.putArray("failures").addObject().put("reason", reason);
        refusals.add(answer);
    }

    /** The next start is an error. */
    synchronized void refuseNextStart(String type, String message) {
        refusals.add(error(type, message));
    }

    /** The answer of the next start does not arrive. */
    synchronized void loseNextAnswer() {
        lostAnswers++;
    }

    /** So many calls of an action are answered 500. */
    synchronized void fail(String action, int times) {
        failing = action;
        failures = times;
        failure = error("ServerException", "Away.");
    }

    /** Every call of an action is this error from now on. */
    synchronized void refuse(String action, String type, String message) {
        fail(action, Integer.MAX_VALUE);
        failure = error(type, message);
    }

    /** A task that somebody else has started. */
    synchronized void holding(String startedBy) {
        tasks.put(
                ARN + startedBy, new FakeTask(json.createObjectNode().put("startedBy", startedBy)));
    }

    synchronized List<FakeTask> tasks() {
        return List.copyOf(tasks.values());
    }

    /** The names of the actions that were called, in their order. */
    synchronized List<String> calls() {
        return List.copyOf(calls);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        String action = exchange.getRequestHeaders().getFirst("X-Amz-Target").replace(TARGET, "");
        JsonNode request = json.readTree(exchange.getRequestBody());
        JsonNode answer;
        synchronized (this) {
            calls.add(action);
            answer = answer(action, request);
            if (action.equals("RunTask") && lostAnswers > 0) {
                lostAnswers--;
                exchange.close();
                return;
            }
        }
        int status = 200;
        if (answer.has("__type")) {
            status = answer.get("__type").asText().startsWith("Server") ? 500 : 400;
        }
        byte[] bytes = json.writeValueAsBytes(answer);
        exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.1");
        exchange.sendResponseHeaders(status, bytes.length);
        try (exchange) {
            exchange.getResponseBody().write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonNode answer(String action, JsonNode request) {
        if (action.equals(failing) && failures > 0) {
            failures--;
            return failure;
        }
        return switch (action) {
            case "RunTask" -> run(request);
            case "DescribeTasks" -> describe(request);
            case "StopTask" -> stop(request);
            case "ListTasks" -> list(request);
            default -> error("ClientException", "The fake does not know " + action + ".");
        };
    }

    private JsonNode run(JsonNode request) {
        if (!refusals.isEmpty()) {
            return refusals.remove();
        }
        if (request.get("overrides").toString().length() > LONGEST_OVERRIDES) {
            return error(
                    "InvalidParameterException",
                    "Container Overrides length must be at most " + LONGEST_OVERRIDES);
        }
        String arn = ARN + request.get("clientToken").asText();
        if (!tasks.containsKey(arn)) {
            FakeTask task = new FakeTask(request);
            tasks.put(arn, task);
            work.accept(task);
        }
        ObjectNode answer = json.createObjectNode();
        answer.putArray("tasks").addObject().put("taskArn", arn);
        answer.putArray("failures");
        return answer;
    }

    private JsonNode describe(JsonNode request) {
        ObjectNode answer = json.createObjectNode();
        ArrayNode found = answer.putArray("tasks");
        ArrayNode missing = answer.putArray("failures");
        for (JsonNode arn : request.get("tasks")) {
            FakeTask task = tasks.get(arn.asText());
            if (task == null) {
                missing.addObject().put("arn", arn.asText()).put("reason", "MISSING");
                continue;
            }
            ObjectNode item = found.addObject();
            item.put("taskArn", arn.asText()).put("lastStatus", task.status);
            item.put("stopCode", task.stopCode).put("stoppedReason", task.reason);
            ObjectNode container = item.putArray("containers").addObject();
            container.put("name", "work").put("lastStatus", task.status);
            if (task.exitCode != null) {
                container.put("exitCode", task.exitCode);
            }
            if (task.status.equals("STOPPING")) {
                task.stops("UserInitiated", "Stopped.");
            }
        }
        return answer;
    }

    private JsonNode stop(JsonNode request) {
        FakeTask task = tasks.get(request.get("task").asText());
        if (task == null) {
            return error("InvalidParameterException", "The referenced task was not found.");
        }
        if (!task.status.equals("STOPPED")) {
            task.status = "STOPPING";
        }
        return json.createObjectNode();
    }

    private JsonNode list(JsonNode request) {
        boolean stopped = request.get("desiredStatus").asText().equals("STOPPED");
        ObjectNode answer = json.createObjectNode();
        ArrayNode arns = answer.putArray("taskArns");
        tasks.forEach(
                (arn, task) -> {
                    if (task.request.get("startedBy").equals(request.get("startedBy"))
                            && task.status.startsWith("STOPP") == stopped) {
                        arns.add(arn);
                    }
                });
        return answer;
    }

    private ObjectNode error(String type, String message) {
        return json.createObjectNode().put("__type", type).put("message", message);
    }
}
