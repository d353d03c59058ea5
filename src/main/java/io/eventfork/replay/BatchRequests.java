package io.eventfork.replay;

import java.util.ArrayList;
import java.util.List;

/** Cuts copies into requests by SQS's limits of a batch request. Stateless. */
final class BatchRequests {

    /** The most entries of a request. */
    static final int MOST_ENTRIES = 10;

    /**
     * The most bytes of a request, all bodies and attributes together: what every SQS took before
     * the limit was raised to 1 MiB in 2025, and all stand-ins do.
     */
    static final int MOST_BYTES = 262_144;

    private BatchRequests() {}

    /** The requests in the order of the copies; a copy that is larger alone gets one alone. */
    static List<List<ReplayCopy>> cut(List<ReplayCopy> copies) {
        List<List<ReplayCopy>> requests = new ArrayList<>();
        List<ReplayCopy> request = new ArrayList<>();
        int bytes = 0;
        for (ReplayCopy copy : copies) {
            int size = copy.bytes();
            if (!request.isEmpty()
                    && (request.size() == MOST_ENTRIES || bytes + size > MOST_BYTES)) {
                requests.add(request);
                request = new ArrayList<>();
                bytes = 0;
            }
            request.add(copy);
            bytes += size;
        }
        if (!request.isEmpty()) {
            requests.add(request);
        }
        return requests;
    }
}
