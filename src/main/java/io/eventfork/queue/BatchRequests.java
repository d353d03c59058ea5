package io.eventfork.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/** Cuts messages into requests by SQS's limits of a batch request. Stateless. */
public final class BatchRequests {

    /** The most entries of a request. */
    public static final int MOST_ENTRIES = 10;

    /**
     * The most bytes of a request, all bodies and attributes together: what every SQS took before
     * the limit was raised to 1 MiB in 2025, and all stand-ins do.
     */
    static final int MOST_BYTES = 262_144;

    private BatchRequests() {}

    /**
     * The requests in the order of the messages; a message that is larger alone gets one alone.
     *
     * @param size how many bytes a message counts
     */
    public static <T> List<List<T>> cut(List<T> messages, ToIntFunction<T> size) {
        return cut(messages, size, MOST_ENTRIES);
    }

    /** As {@link #cut(List, ToIntFunction)}, with at most so many entries in a request. */
    public static <T> List<List<T>> cut(List<T> messages, ToIntFunction<T> size, int most) {
        List<List<T>> requests = new ArrayList<>();
        List<T> request = new ArrayList<>();
        int bytes = 0;
        for (T message : messages) {
            int more = size.applyAsInt(message);
            if (!request.isEmpty() && (request.size() >= most || bytes + more > MOST_BYTES)) {
                requests.add(request);
                request = new ArrayList<>();
                bytes = 0;
            }
            request.add(message);
            bytes += more;
        }
        if (!request.isEmpty()) {
            requests.add(request);
        }
        return requests;
    }
}
