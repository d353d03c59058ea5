package io.eventfork.tasks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The example of a task: it names each message, takes a while, and ends. As the original's worker,
 * but for the bodies, which it does not show. One thread works.
 */
public final class Worker {

    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_PROPERTIES)
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .build();

    /** What it needs of a record. */
    private record Message(String messageId) {}

    private final Duration messageTime;
    private final Consumer<String> log;

    /**
     * @param messageTime the time it takes for a message
     * @param log gets its lines
     */
    public Worker(Duration messageTime, Consumer<String> log) {
        this.messageTime = messageTime;
        this.log = log;
    }

    /**
     * Works on an input.
     *
     * @param input a JSON array of records
     * @throws IllegalArgumentException if it is none
     */
    public void work(String input) throws InterruptedException {
        for (Message message : read(input)) {
            log.accept("Processing message " + message.messageId() + ".");
            TimeUnit.NANOSECONDS.sleep(messageTime.toNanos());
            log.accept("Message " + message.messageId() + " is complete.");
        }
    }

    /**
     * Lets something happen when the parent dies, if nobody else watches for that: its standard
     * input ends then.
     *
     * @param environment that of this process
     */
    public static void whenParentEnds(
            Map<String, String> environment, InputStream input, Runnable action) {
        if (ProcessTaskRunner.WATCH_INPUT.equals(environment.get(ProcessTaskRunner.PARENT))) {
            Thread watcher = new Thread(() -> awaitEnd(input, action), "parent-watcher");
            watcher.setDaemon(true);
            watcher.start();
        }
    }

    /** Whether this is a task of a parent, which reads what it says. */
    static boolean hasParent(Map<String, String> environment) {
        return environment.containsKey(ProcessTaskRunner.PARENT);
    }

    private static void awaitEnd(InputStream input, Runnable action) {
        try {
            input.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new UncheckedIOException("The parent cannot be watched.", e);
        } finally {
            action.run();
        }
    }

    private static List<Message> read(String input) {
        try {
            return JSON.readValue(input, new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The input is no JSON array of records.", e);
        }
    }
}
