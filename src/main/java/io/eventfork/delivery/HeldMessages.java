package io.eventfork.delivery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/**
 * What one consumer holds, looked at only when somebody asks for it, and then once for all who ask
 * within {@value #KEPT_MILLIS} ms: a message pays nothing for being measured. Thread-safe.
 */
final class HeldMessages {

    private static final long KEPT_MILLIS = 500;
    private static final String SENT = MessageSystemAttributeName.SENT_TIMESTAMP.toString();

    private final Supplier<Optional<Leases>> leases;
    private final Clock clock;
    private View view;
    private long viewedAt;

    /**
     * A look at what is held.
     *
     * @param oldestAge the time since the oldest of the messages that are held, or that the last
     *     poll brought, was sent to the queue; zero if there is none
     * @param buffered how many messages are in batches that are not durable
     * @param bufferedBytes the size of their bodies in UTF-8
     * @param bufferedAge the time since the oldest of them was received
     */
    record View(Duration oldestAge, int buffered, long bufferedBytes, Duration bufferedAge) {}

    HeldMessages(Supplier<Optional<Leases>> leases, Clock clock) {
        this.leases = leases;
        this.clock = clock;
    }

    /** When the oldest of some messages was sent; the far future if the queue told of none. */
    static Instant oldest(List<Message> messages) {
        long oldest = Long.MAX_VALUE;
        for (Message message : messages) {
            String sent = message.attributesAsStrings().get(SENT);
            oldest = sent == null ? oldest : Math.min(oldest, Long.parseLong(sent));
        }
        return oldest == Long.MAX_VALUE ? Instant.MAX : Instant.ofEpochMilli(oldest);
    }

    synchronized View view() {
        long now = System.nanoTime();
        if (view == null || now - viewedAt > TimeUnit.MILLISECONDS.toNanos(KEPT_MILLIS)) {
            view = look();
            viewedAt = now;
        }
        return view;
    }

    private View look() {
        Leases open = leases.get().orElse(null);
        if (open == null) {
            return new View(Duration.ZERO, 0, 0, Duration.ZERO);
        }
        Instant oldest = open.isStopping() ? Instant.MAX : open.oldestPolled();
        Instant oldestBuffered = Instant.MAX;
        int buffered = 0;
        long bytes = 0;
        for (Receipt receipt : open.held()) {
            Instant sent = oldest(List.of(receipt.message()));
            oldest = sent.isBefore(oldest) ? sent : oldest;
            if (receipt.isBuffered()) {
                buffered++;
                bytes += bytes(receipt.message().body());
                Instant received = receipt.receivedAt();
                oldestBuffered = received.isBefore(oldestBuffered) ? received : oldestBuffered;
            }
        }
        Instant now = clock.instant();
        return new View(age(oldest, now), buffered, bytes, age(oldestBuffered, now));
    }

    private static Duration age(Instant since, Instant now) {
        return since.isBefore(now) ? Duration.between(since, now) : Duration.ZERO;
    }

    /** Without a copy of the text: the two halves of a pair make four bytes. */
    private static long bytes(String text) {
        long bytes = text.length();
        for (int i = 0; i < text.length(); i++) {
            char each = text.charAt(i);
            if (each >= 0x80) {
                bytes += each < 0x800 || Character.isSurrogate(each) ? 1 : 2;
            }
        }
        return bytes;
    }
}
